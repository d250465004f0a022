import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { readerNamed, refusal } from "../testing/index.ts";
import { type ModelSpec, ollamaSync } from "./index.ts";

const server = { service: "ollama", disk: "10Gi", memory: "8Gi" } as const;
const small: ModelSpec = { name: "small:1b", quantization: "Q4_K_M", size: "1Gi", loaded: "2Gi" };

test("models that lie on the disk together, and in memory one by one, are fetched by their names", () => {
  const { command, env } = ollamaSync(server, [
    small,
    { ...small, name: "big:8b", size: "9Gi", loaded: "8Gi" },
  ]);
  expect(command.slice(-2)).toEqual([
    '{"model":"small:1b","stream":false}',
    '{"model":"big:8b","stream":false}',
  ]);
  expect(env).toEqual({ SERVER: { url: "ollama" } });
});

test("models that the disk cannot hold are refused, the largest first", () => {
  const message = refusal(() => ollamaSync(server, [small, { ...small, name: "big:8b", size: "9.5Gi" }]));
  expect(message).toContain(
    "they take 10.5Gi of disk, and ollama has 10Gi.\n  big:8b: 9.5Gi\n  small:1b: 1Gi",
  );
});

test("a model that no memory can hold is refused by its name", () => {
  const message = refusal(() => ollamaSync(server, [{ ...small, loaded: "9Gi" }]));
  expect(message).toContain("small:1b (Q4_K_M) takes 9Gi when it is loaded, and ollama has 8Gi.");
});

test("a model without its tag is refused", () => {
  expect(refusal(() => ollamaSync(server, [{ ...small, name: "small" }]))).toContain('write "qwen3:8b"');
});

const curl = readerNamed("curl");

test.skipIf(!curl)("each is asked for, also after one that cannot be had (apt install curl)", async () => {
  const asked: string[] = [];
  const ollama = createServer(async (request, response) => {
    const { model } = JSON.parse(await text(request));
    asked.push(model);
    response.statusCode = model === "gone:1b" ? 500 : 200;
    response.end(JSON.stringify(model === "gone:1b" ? { error: "no such model" } : { status: "success" }));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void ollama.close());
  await once(ollama, "listening");
  const { port } = ollama.address() as AddressInfo;
  const ended = async (...names: string[]) => {
    const { command } = ollamaSync(
      server,
      names.map((name) => ({ ...small, name })),
    );
    const [program = "", ...args] = command.map(String);
    const job = spawn(program, args, { env: { ...process.env, SERVER: `http://127.0.0.1:${port}` } });
    const [code] = await once(job, "exit");
    return code;
  };
  expect(await ended("small:1b")).toBe(0);
  expect(await ended("gone:1b", "small:1b")).toBe(1);
  expect(asked).toEqual(["small:1b", "gone:1b", "small:1b"]);
});
