import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { makeLog } from "../kit/index.ts";
import { syncOllama } from "./ollama.ts";
import { Record } from "./record.ts";

const GIB = 1024 ** 3;

/** Its API, as it is published: tags, pull and delete. */
async function ollamaLike(library: { [name: string]: number }, there: { [name: string]: number } = {}) {
  const ollama = { url: "", there: { ...there }, asked: [] as string[], cuts: 0, silent: false };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { model } = body ? JSON.parse(body) : { model: "" };
    ollama.asked.push(`${request.method} ${request.url} ${model}`.trim());
    const line = (value: object) => response.write(`${JSON.stringify(value)}\n`);
    if (request.url === "/api/tags")
      return response.end(
        JSON.stringify({
          models: Object.entries(ollama.there).map(([name, size]) => ({ name, size, digest: "d" })),
        }),
      );
    if (request.url === "/api/delete") {
      const isThere = delete ollama.there[model];
      return response.writeHead(isThere ? 200 : 404).end();
    }
    const size = library[model];
    line({ status: "pulling manifest" });
    if (ollama.silent) return;
    if (size === undefined) {
      line({ error: "pull model manifest: file does not exist" });
      return response.end();
    }
    line({ status: "pulling abc", digest: "sha256:abc", total: size, completed: 1 });
    if (ollama.cuts-- > 0) return setTimeout(() => response.destroy(), 10);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (response.destroyed) return;
    ollama.there[model] = size;
    line({ status: "success" });
    response.end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  ollama.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return ollama;
}

async function night(url: string, file: string, wanted: string[], room?: number) {
  const problems: string[] = [];
  const log = {
    ...makeLog("silent"),
    debug: () => {},
    info: () => {},
    error: ({ problem }: { problem: string }) => problems.push(problem),
  };
  const record = await Record.read(file);
  const isWhole = await syncOllama(wanted, { url, room, record, log: log as never, patience: 300, pause: 5 });
  return { isWhole, problems };
}

function recordFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "ollama-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "brought.json");
}

test("each model is asked for, also after one that cannot be had and a line that is cut; only its own are removed", async () => {
  const ollama = await ollamaLike(
    { "small:1b": GIB, "big:8b": 5 * GIB },
    { "somebodys:3b": GIB, "small:1b": GIB },
  );
  ollama.cuts = 2;
  const file = recordFile();
  expect(await night(ollama.url, file, ["gone:1b", "small:1b", "big:8b"])).toEqual({
    isWhole: false,
    problems: ["Ollama says: pull model manifest: file does not exist"],
  });
  expect(Object.keys(ollama.there).toSorted()).toEqual(["big:8b", "small:1b", "somebodys:3b"]);
  expect(await night(ollama.url, file, [])).toEqual({ isWhole: true, problems: [] });
  expect(Object.keys(ollama.there).toSorted()).toEqual(["small:1b", "somebodys:3b"]);
});

test("a model that has no room beside the others is stopped as soon as its size is known", async () => {
  const ollama = await ollamaLike({ "big:8b": 5 * GIB }, { "somebodys:3b": 2 * GIB });
  const { problems } = await night(ollama.url, recordFile(), ["big:8b"], 6 * GIB);
  expect(problems).toEqual(["it is 5.0 GiB, and beside the others only 4.0 GiB are left for it"]);
  expect(ollama.there).not.toHaveProperty("big:8b");
});

test("an Ollama that falls silent, and none at all, are one message each", async () => {
  const ollama = await ollamaLike({ "big:8b": GIB });
  ollama.silent = true;
  const { problems } = await night(ollama.url, recordFile(), ["big:8b"]);
  expect(problems).toEqual(["Ollama says nothing for 0.3 s"]);
  await expect(night("http://127.0.0.1:9", recordFile(), ["big:8b"])).rejects.toThrow(
    "Ollama does not answer",
  );
});
