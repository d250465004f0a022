import { mkdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Registry } from "prom-client";
import { type Log, makeLog, run } from "../kit/index.ts";
import { serve } from "../kit/web/index.ts";
import { waysFor } from "./card.ts";
import { figuresIn } from "./figures.ts";
import { readSettings, type Settings } from "./settings.ts";
import type { Way } from "./ways.ts";
import { Worker } from "./worker.ts";

const CARD_AGAIN_MS = 30_000;

await run(async () => {
  const { read: settings, strange } = readSettings(process.env);
  const log = makeLog(settings.LOG_LEVEL);
  if (strange.length > 0) log.warn({ settings: strange }, "settings that nobody reads");
  await mkdir(settings.TRANSCODE_RESULTS, { recursive: true });
  const registry = new Registry();
  const worker = new Worker(settings, log, figuresIn(registry));
  const stop = new AbortController();
  let waitsFor: string | undefined = "it looks for a card";
  const serving = await serve({
    settings,
    log,
    registry,
    notReady: () => waitsFor ?? worker.waitsFor,
    routes: (app) => app.get("/queue", async (context) => context.json(await worker.queue())),
  });
  const work = waysOf(settings, log, stop.signal, (reason) => {
    waitsFor = reason;
  }).then((ways) => worker.run(ways));
  return {
    log,
    close: async () => {
      stop.abort();
      worker.stop();
      await work.catch(() => undefined);
      await serving.close();
    },
  };
});

/** A card that is away comes back: its driver is updated, and the gaming PC is played on. */
async function waysOf(
  settings: Settings,
  log: Log,
  signal: AbortSignal,
  waitFor: (reason: string | undefined) => void,
): Promise<Way[]> {
  for (;;) {
    try {
      const ways = await waysFor(settings.TRANSCODE_BY, signal);
      log.info({ by: ways[0]?.name }, "works");
      waitFor(undefined);
      return ways;
    } catch (error) {
      signal.throwIfAborted();
      const reason = `the card cannot encode: ${(error as Error).message}`;
      waitFor(reason);
      log.warn({ reason }, "waits for the card");
      await sleep(CARD_AGAIN_MS, undefined, { signal });
    }
  }
}
