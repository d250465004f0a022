import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import { makeLog } from "../kit/index.ts";
import { figuresIn } from "./figures.ts";
import { readSettings } from "./settings.ts";
import { type Way, waysBy } from "./ways.ts";
import { Worker } from "./worker.ts";

const AN_HOUR_AGO = new Date(Date.now() - 3_600_000);

export const hasFfmpeg = ["ffmpeg", "ffprobe"].every((name) =>
  (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, name))),
);

/** Two folders, as a NAS shares them. */
export class House {
  readonly folder = mkdtempSync(join(tmpdir(), "transcode-"));
  readonly sources = join(this.folder, "sources");
  readonly results = join(this.folder, "results");
  readonly state = join(this.sources, ".transcode");

  constructor() {
    mkdirSync(this.sources);
    mkdirSync(this.results);
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** A test picture and a tone, as somebody would have recorded them an hour ago. */
  film(name: string, { seconds = 2, more = [] as string[] } = {}): string {
    const path = join(this.sources, name);
    mkdirSync(dirname(path), { recursive: true });
    const made = ["-f", "lavfi", "-i", `testsrc=size=128x96:rate=10:duration=${seconds}`, "-f", "lavfi"];
    const tone = ["-i", `sine=duration=${seconds}`, "-c:v", "mpeg4", "-c:a", "aac", ...more, path];
    execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...made, ...tone]);
    return settled(path);
  }

  environment(more: Record<string, string> = {}): Record<string, string> {
    return {
      PORT: "0",
      LOG_LEVEL: "info",
      TRANSCODE_SOURCES: this.sources,
      TRANSCODE_RESULTS: this.results,
      TRANSCODE_BY: "processors",
      TRANSCODE_KEEP_FREE: "1MiB",
      TRANSCODE_CLAIM_SECONDS: "1",
      TRANSCODE_SCAN_SECONDS: "1",
      ...more,
    };
  }

  /** One that runs here until the test is over. */
  worker(more: Record<string, string> = {}, ways: readonly Way[] = waysBy("processors")): Worker {
    const { read } = readSettings(this.environment(more));
    const worker = new Worker(read, makeLog("silent"), figuresIn(new Registry()));
    const work = worker.run(ways);
    onTestFinished(async () => {
      worker.stop();
      await work;
    });
    return worker;
  }

  sourcesLeft(): string[] {
    return namesIn(this.sources).filter((name) => !name.startsWith(".transcode"));
  }
}

export function settled(path: string): string {
  utimesSync(path, AN_HOUR_AGO, AN_HOUR_AGO);
  return path;
}

export function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
    .sort();
}

export async function until(is: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await is())) {
    if (performance.now() > end) throw new Error(`it has not come about in ${seconds} seconds`);
    await sleep(50);
  }
}
