import type { ReadableStream } from "node:stream/web";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { ask, askFor, type Log, PeerProblem, reasonOf } from "../kit/index.ts";
import type { Record } from "./record.ts";
import { shownSize } from "./room.ts";

export interface OllamaOptions {
  url: string;
  /** Bytes for all that it holds. */
  room: number | undefined;
  record: Record;
  log: Log;
  /** Milliseconds without a word of its progress. */
  patience?: number;
  pause?: number;
}

const tags = z.object({ models: z.array(z.object({ name: z.string(), size: z.number() })) });
const progress = z.object({
  status: z.string().optional(),
  error: z.string().optional(),
  digest: z.string().optional(),
  total: z.number().optional(),
});

/** It verifies files of many gigabytes without a word. */
const PATIENCE_MS = 600_000;
const PAUSE_MS = 5_000;
const ATTEMPTS = 4;

/** Has Ollama fetch the models of the list, each with what its makers mended, and remove those that it was brought before. */
export async function syncOllama(wanted: readonly string[], options: OllamaOptions): Promise<boolean> {
  const { record, log } = options;
  let there = await modelsOf(options);
  for (const name of record.models.filter((each) => !wanted.includes(each))) {
    if (there.has(name)) await remove(name, options);
    await record.forgetModel(name);
  }
  let isWhole = true;
  // One after the other: it fetches the parts of each model in parallel itself.
  for (const name of wanted) {
    there = await modelsOf(options);
    const wasThere = there.has(name);
    const others = [...there].reduce((sum, [each, size]) => (each === name ? sum : sum + size), 0);
    try {
      // Noted before it is there: what a crash leaves behind is removed one day, too.
      if (!wasThere) await record.addModel(name);
      await pull(name, others, options);
      log.info({ model: name }, wasThere ? "there, and the newest" : "fetched");
    } catch (error) {
      if (!(error instanceof PeerProblem)) throw error;
      log.error({ model: name, problem: error.message }, "not fetched");
      isWhole = false;
    }
  }
  return isWhole;
}

async function modelsOf({ url }: OllamaOptions): Promise<Map<string, number>> {
  const { models } = await askFor({ who: "Ollama", url: new URL("/api/tags", url) }, tags);
  return new Map(models.map(({ name, size }) => [name, size]));
}

async function remove(name: string, { url, log }: OllamaOptions): Promise<void> {
  await ask({ who: "Ollama", url: new URL("/api/delete", url), method: "DELETE", body: { model: name } });
  log.info({ model: name }, "taken away: it is on the list no more");
}

/** It goes on where it was cut by itself. */
async function pull(name: string, others: number, options: OllamaOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(name, others, options);
    } catch (error) {
      if (!(error instanceof PeerProblem) || error.status !== undefined || attempt === ATTEMPTS) throw error;
      options.log.debug({ model: name, problem: error.message }, "goes on in a while");
      await sleep((options.pause ?? PAUSE_MS) * attempt);
    }
  }
}

async function once(
  name: string,
  others: number,
  { url, room, patience = PATIENCE_MS }: OllamaOptions,
): Promise<void> {
  const stopping = new AbortController();
  const watch = setTimeout(() => stopping.abort(), patience);
  const sizes = new Map<string, number>();
  try {
    const answer = await fetch(new URL("/api/pull", url), {
      method: "POST",
      body: JSON.stringify({ model: name, stream: true }),
      headers: { "content-type": "application/json" },
      signal: stopping.signal,
    });
    if (!answer.ok || !answer.body)
      throw new PeerProblem(`Ollama answers ${answer.status}`, { status: answer.status });
    for await (const line of linesOf(answer.body)) {
      watch.refresh();
      const { status, error, digest, total } = progress.parse(JSON.parse(line));
      if (error) throw new PeerProblem(`Ollama says: ${error.slice(0, 200)}`, { status: 500 });
      if (status === "success") return;
      if (digest && total) sizes.set(digest, total);
      const all = [...sizes.values()].reduce((sum, size) => sum + size, others);
      if (room !== undefined && all > room)
        throw new PeerProblem(
          `it is ${shownSize(all - others)}, and beside the others only ${shownSize(Math.max(0, room - others))} are left for it`,
          { status: 507 },
        );
    }
    throw new PeerProblem("Ollama's answer ended before the model was there");
  } catch (error) {
    if (error instanceof PeerProblem) throw error;
    if (stopping.signal.aborted) throw new PeerProblem(`Ollama says nothing for ${patience / 1_000} s`);
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new PeerProblem("Ollama answers, but not as its API does: is this its address?", { status: 502 });
    throw new PeerProblem(`the line to Ollama was cut (${reasonOf(error)})`);
  } finally {
    clearTimeout(watch);
    stopping.abort();
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
  if (rest) yield rest;
}
