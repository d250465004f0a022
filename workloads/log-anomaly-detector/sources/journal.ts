import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../kit/index.ts";
import type { Entry } from "../detector.ts";

export interface JournalOptions {
  /** Of another machine's journal; this machine's own where none is said. */
  directory?: string | undefined;
  /** Where the last one ended; from now on where there is none. */
  cursor?: string | undefined;
  log: Log;
}

const LONGEST = 64 * 1024;
const PAUSE_MS = 10_000;

/** Reads the journal of systemd by its own program, which knows its files, from a place that outlives us. */
export class JournalSource {
  readonly #options: JournalOptions;
  cursor: string | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.cursor = options.cursor;
  }

  async follow(heard: (entry: Entry) => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#read(heard, signal);
      if (!signal.aborted) await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
    }
  }

  async #read(heard: (entry: Entry) => void, signal: AbortSignal): Promise<void> {
    const { directory, log } = this.#options;
    const args = [
      "--output=json",
      "--output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,_SYSTEMD_UNIT",
      "--follow",
      "--no-tail",
      this.cursor ? `--after-cursor=${this.cursor}` : "--since=now",
      ...(directory ? [`--directory=${directory}`] : []),
    ];
    const child = spawn("journalctl", args, { stdio: ["ignore", "pipe", "ignore"], signal });
    child.on("error", (error) => {
      if (!signal.aborted) log.warn({ problem: error.message }, "cannot read the journal, and tries again");
    });
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.length > LONGEST) continue;
      const entry = this.#entryOf(line);
      if (entry) heard(entry);
    }
  }

  #entryOf(line: string): Entry | undefined {
    try {
      const { MESSAGE, PRIORITY, _SYSTEMD_UNIT, SYSLOG_IDENTIFIER, ...rest } = JSON.parse(line);
      this.cursor = rest.__CURSOR ?? this.cursor;
      // What is no text comes as numbers of its bytes.
      const said = Array.isArray(MESSAGE) ? Buffer.from(MESSAGE).toString("utf8") : MESSAGE;
      if (typeof said !== "string") return undefined;
      const service = String(_SYSTEMD_UNIT ?? SYSLOG_IDENTIFIER ?? "kernel").replace(/\.service$/, "");
      const time = Number(rest.__REALTIME_TIMESTAMP) / 1_000;
      return Number.isFinite(time)
        ? { time, service: service.slice(0, 100), line: `${PREFIX[PRIORITY] ?? ""}${said}` }
        : undefined;
    } catch {
      return undefined; // a line that was cut as the program ended
    }
  }
}

/** The journal knows how bad it is, and its words often do not say it. */
const PREFIX: Record<string, string> = {
  0: "level=error ",
  1: "level=error ",
  2: "level=error ",
  3: "level=error ",
  4: "level=warn ",
};
