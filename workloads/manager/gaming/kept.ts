import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import type { Hand } from "./causes.ts";

const hand = z.object({
  mode: z.enum(["on", "off"]),
  until: z.number().optional(),
  by: z.string(),
});

/** What somebody has said of gaming mode outlives a restart: else models would be loaded under a game. */
export class Kept {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Nothing, where there is none, or what is there was not written whole. */
  read(): Hand | undefined {
    try {
      const { until, ...rest } = hand.parse(JSON.parse(readFileSync(this.#file, "utf8")));
      return until === undefined ? rest : { ...rest, until };
    } catch {
      return undefined;
    }
  }

  write(said: Hand | undefined): void {
    if (!said) {
      rmSync(this.#file, { force: true });
      return;
    }
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(said));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
