import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import type { Log } from "../kit/index.ts";
import type { Alert } from "./alerts.ts";
import type { Detector } from "./detector.ts";
import { Vocabulary } from "./patterns/vocabulary.ts";

/** How far was read. */
export interface ReadTo {
  loki?: number | undefined;
  journal?: string | undefined;
}

const series = {
  first: z.int(),
  last: z.int(),
  count: z.int(),
  presence: z.int(),
  peak: z.number(),
  rising: z.number(),
  silence: z.number(),
};

const pattern = z.object({
  ...series,
  id: z.string(),
  service: z.string(),
  level: z.enum(["error", "warn", "info"]),
  tokens: z.array(z.string()),
  total: z.int(),
  example: z.string(),
  verdict: z.enum(["fine", "bad"]).exactOptional(),
});

const alert = z.object({
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  startsAt: z.string(),
  endsAt: z.string(),
  generatorURL: z.string().exactOptional(),
});

const kept = z.object({
  version: z.literal(1),
  window: z.int(),
  ids: z.int(),
  readTo: z.object({ loki: z.number().optional(), journal: z.string().optional() }),
  alerts: z.array(alert),
  voices: z.array(
    z.object({
      service: z.string(),
      lines: z.object(series),
      novel: z.int(),
      patterns: z.array(pattern),
    }),
  ),
});

export interface Learned {
  readTo: ReadTo;
  alerts: Alert[];
}

/** What was learned, in a file that is whole at every moment: a new one takes the place of the old one. */
export class State {
  readonly #file: string;
  readonly #log: Log;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** Nothing, where there is none yet. One that cannot be read is laid aside, and never written over. */
  async read(detector: Detector): Promise<Learned | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    try {
      const { voices, window, ids, readTo, alerts } = kept.parse(JSON.parse(text));
      const restored = voices.map(({ patterns, ...voice }) => ({
        ...voice,
        vocabulary: new Vocabulary(patterns),
      }));
      detector.restore({ window, ids, voices: restored });
      return { readTo, alerts };
    } catch {
      const aside = `${this.#file}.unreadable-${Date.now()}`;
      await rename(this.#file, aside);
      this.#log.error({ aside }, "what was learned cannot be read: it is laid aside, and learned anew");
      return undefined;
    }
  }

  /** One after the other: each is written as it is when its turn comes. */
  write(detector: Detector, learned: () => Learned): Promise<void> {
    const written = this.#writing.then(() => this.#write(detector, learned()));
    this.#writing = written.catch(() => {});
    return written;
  }

  async #write({ window, ids, voices }: Detector, { readTo, alerts }: Learned): Promise<void> {
    const text = JSON.stringify({
      version: 1,
      window,
      ids,
      readTo,
      alerts,
      voices: [...voices.values()].map(({ vocabulary, ...voice }) => ({
        ...voice,
        patterns: [...vocabulary],
      })),
    });
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const file = await open(`${this.#file}.new`, "w", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.#file}.new`, this.#file);
  }
}
