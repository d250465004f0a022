import { statfs } from "node:fs/promises";
import { MIB } from "../kit/index.ts";

/** Left to whatever else writes to this disk. */
const SPARED = 512 * MIB;

/** What may still be fetched: of the room that models were given, and of what the disk has. */
export class Room {
  readonly #folder: string;
  readonly #spared: number;
  #left: number;
  /** Claimed, and not on the disk yet. */
  #open = 0;

  constructor(folder: string, left = Number.POSITIVE_INFINITY, spared = SPARED) {
    this.#folder = folder;
    this.#left = left;
    this.#spared = spared;
  }

  /** Takes room for a file of which so much lies there already; a sentence, where there is not enough. */
  async claim(total: number, there: number): Promise<string | undefined> {
    const { bavail, bsize } = await statfs(this.#folder);
    const free = Math.max(0, bavail * bsize - this.#spared - this.#open);
    const missing = Math.max(0, total - there);
    if (total > this.#left)
      return `needs ${shownSize(total)}, and of the room for models ${shownSize(Math.max(0, this.#left))} are left: leave a model out, or give them more`;
    if (missing > free)
      return `needs ${shownSize(missing)}, and the disk has ${shownSize(free)} to spare: make room on it`;
    this.#left -= total;
    this.#open += missing;
    return undefined;
  }

  /** Bytes that were claimed lie on the disk now. */
  filled(bytes: number): void {
    this.#open -= bytes;
  }

  /** What was claimed and not filled is not needed, after all. */
  release(bytes: number): void {
    this.#open -= bytes;
    this.#left += bytes;
  }
}

export function shownSize(bytes: number): string {
  return bytes >= 1024 * MIB ? `${(bytes / 1024 / MIB).toFixed(1)} GiB` : `${Math.ceil(bytes / MIB)} MiB`;
}
