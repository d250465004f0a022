import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { askFor, type Log, MIB, PeerProblem } from "../../kit/index.ts";
import type { Entry } from "../detector.ts";

export interface LokiOptions {
  url: string;
  /** Which lines, in LogQL. */
  query: string;
  /** Milliseconds between two questions. */
  every?: number;
  /** Lines are asked for when they are this old: those that come late are there by then. */
  behind?: number;
  log: Log;
}

/** What is called as its writer: the first of these labels that a stream has. */
const NAMES = ["service", "service_name", "app", "container", "unit", "job"];

const streams = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("streams"),
    result: z.array(
      z.object({
        stream: z.record(z.string(), z.string()),
        // What stands behind the line is structured metadata.
        values: z.array(z.tuple([z.string().regex(/^\d{1,19}$/), z.string()]).rest(z.unknown())),
      }),
    ),
  }),
});

/** Loki's own limit, unless somebody raised it. */
const PAGE = 5_000;
const FEWEST = 50;
/** What is older is not read after a pause: nobody wants to hear of it now, and Loki would be asked for days. */
const OLDEST_MS = 6 * 3_600_000;
const LARGEST = 32 * MIB;
const NANO = 1_000_000n;

/** Where reading goes on, in nanoseconds, and what of that very moment was read. */
interface Place {
  from: bigint;
  seen: Set<string>;
}

/** Called with lines in their order, and the time up to which there are no more of them. */
type Heard = (entries: Entry[], readTo: number) => Promise<void>;

/** Reads what Loki holds, in its order, from a place that outlives the program; each line once. */
export class LokiSource {
  readonly #options: Required<LokiOptions>;
  #place: Place;
  #page = PAGE;
  #isDown = false;

  constructor(options: LokiOptions, from: number | undefined) {
    this.#options = { every: 5_000, behind: 10_000, ...options };
    this.#place = { from: BigInt(from ?? Date.now()) * NANO, seen: new Set() };
  }

  /** Milliseconds since 1970 up to which all is read. */
  get readTo(): number {
    return Number(this.#place.from / NANO);
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  /** Hands in what there is, for as long as nobody stops it. */
  async follow(heard: Heard, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const more = await this.#next(heard, signal);
      if (!more) await sleep(this.#options.every, undefined, { signal }).catch(() => {});
    }
  }

  /** Whether there is more to read at once. */
  async #next(heard: Heard, signal: AbortSignal): Promise<boolean> {
    const to = BigInt(Date.now() - this.#options.behind) * NANO;
    this.#keepNear(to);
    if (to <= this.#place.from) return false;
    try {
      const { entries, isFull, next } = await this.#read(to, signal);
      this.#tellTurn(undefined);
      await heard(entries, Number(next.from / NANO));
      this.#place = next;
      return isFull;
    } catch (error) {
      if (signal.aborted) return false;
      if (!(error instanceof PeerProblem)) throw error;
      // Lines of a megabyte each: fewer of them are an answer that can be borne.
      if (error.message.includes("more than") && this.#page > FEWEST) {
        this.#page = Math.max(FEWEST, Math.floor(this.#page / 4));
        return true;
      }
      this.#tellTurn(error.message);
      return false;
    }
  }

  /** A clock that went astray, or a long pause: reading goes on at a time that makes sense. */
  #keepNear(to: bigint): void {
    const oldest = to - BigInt(OLDEST_MS) * NANO;
    const isAhead = this.#place.from > to + BigInt(OLDEST_MS) * NANO;
    if (this.#place.from >= oldest && !isAhead) return;
    this.#options.log.warn(
      { readTo: this.readTo },
      "reads on from another time: a long pause, or a clock was wrong",
    );
    this.#place = { from: isAhead ? to : oldest, seen: new Set() };
  }

  async #read(to: bigint, signal: AbortSignal): Promise<{ entries: Entry[]; isFull: boolean; next: Place }> {
    const { from, seen } = this.#place;
    const url = new URL("/loki/api/v1/query_range", this.#options.url);
    url.search = String(
      new URLSearchParams({
        query: this.#options.query,
        start: String(from),
        end: String(to),
        limit: String(this.#page),
        direction: "forward",
      }),
    );
    const { data } = await askFor({ who: "Loki", url, largest: LARGEST, signal }, streams);
    const lines = data.result.flatMap(({ stream, values }) => {
      const service = nameOf(stream);
      return values.map(([at, line]) => ({
        at: BigInt(at),
        service,
        line,
        key: `${JSON.stringify(stream)} ${line}`,
      }));
    });
    lines.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
    const fresh = lines.filter(({ at, key }) => at >= from && at < to && !(at === from && seen.has(key)));
    const isFull = lines.length >= this.#page;
    const next: Place = isFull ? placeAfter(lines, this.#place) : { from: to, seen: new Set() };
    this.#page = Math.min(PAGE, this.#page * 2);
    return {
      entries: fresh.map(({ at, service, line }) => ({ time: Number(at / NANO), service, line })),
      isFull,
      next,
    };
  }

  #tellTurn(problem: string | undefined): void {
    if (problem && !this.#isDown) this.#options.log.warn({ problem }, "cannot read Loki, and tries again");
    if (!problem && this.#isDown) this.#options.log.info("reads Loki again");
    this.#isDown = problem !== undefined;
  }
}

/** A page ends in the middle of a moment: the next one begins there, and leaves out what was read of it. */
function placeAfter(lines: { at: bigint; key: string }[], { from, seen }: Place): Place {
  const last = lines.at(-1)?.at ?? from;
  const keys = lines.filter(({ at }) => at === last).map(({ key }) => key);
  // More lines in one moment than a page holds: there is no way to the rest of them.
  if (lines[0]?.at === last) return { from: last + 1n, seen: new Set() };
  return { from: last, seen: new Set(last === from ? [...seen, ...keys] : keys) };
}

function nameOf(stream: Record<string, string>): string {
  const name = NAMES.map((label) => stream[label]).find((value) => value);
  return (name ?? "unknown").slice(0, 100);
}
