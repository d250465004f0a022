import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import { makeLog } from "../kit/index.ts";
import { start } from "./homebrain.ts";
import { readSettings } from "./settings.ts";

/** A real server on a port of its own; its origin. */
export function web(answer: RequestListener): Promise<string> {
  return listening(createServer(answer), "http");
}

/** The same below HTTP. */
export function tcp(answer: (socket: Socket) => void): Promise<string> {
  return listening(
    createTcp((socket) => {
      socket.on("error", () => {});
      answer(socket);
    }),
    "http",
  );
}

async function listening(server: Server, scheme: string): Promise<string> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "homebrain-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A port on which nobody listens. */
export async function closed(): Promise<string> {
  const server = createTcp();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** The whole program, on this house. */
export async function homebrain(house: object, more: Record<string, string> = {}): Promise<string> {
  const where = folder();
  const file = join(where, "house.json");
  writeFileSync(file, JSON.stringify(house));
  const { read } = readSettings({
    PORT: "0",
    HOMEBRAIN_HOUSE_FILE: file,
    HOMEBRAIN_DATA_DIR: join(where, "data"),
    HOMEBRAIN_LOOK_SECONDS: "1",
    DRAIN_SECONDS: "1",
    ...more,
  });
  const { url, close } = await start(read, makeLog("silent"), new Registry());
  onTestFinished(close);
  return url;
}

export async function json(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { headers });
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test asks of it
  return { status: answer.status, body: (await answer.json()) as any };
}

/** Asks again until it is so. */
export async function until<T>(ask: () => Promise<T>, is: (answer: T) => boolean, seconds = 20): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (is(answer)) return answer;
    if (performance.now() > end)
      throw new Error(`it has not come about: ${JSON.stringify(answer).slice(0, 500)}`);
    await sleep(100);
  }
}
