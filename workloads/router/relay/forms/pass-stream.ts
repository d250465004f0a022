import { isObject, type JsonObject, parseObject } from "../../http/json.ts";
import type { Counted, UsageReader } from "../../translate/index.ts";
import { brokenStream, faultInStream } from "../upstream-fault.ts";
import { dataOf, eventAround, lastBoundary } from "./events.ts";
import type { Form } from "./form.ts";

/** An unfinished event longer than this is no usage, and goes on as it comes. */
const LONGEST_HELD = 64 * 1024;
const USAGE = Buffer.from('"usage"');
const TIMINGS = Buffer.from('"timings"');

/** What a stream's last words are, by the API that is spoken; the transport alone cannot tell a cut one. */
const properEnds = {
  openai: /\[DONE\]|"finish_reason"\s*:\s*"/,
  anthropic: /message_stop/,
  responses: /response\.(completed|incomplete|failed|cancelled)/,
  /** Sound and pictures each end in their own way: there the transport is believed. */
  other: /^/,
};
export type StreamKind = keyof typeof properEnds;

/**
 * A stream as it comes, byte for byte. Only an unfinished event is kept back until it is whole, which no client can tell:
 * so that what is sent always ends between two events, where a comment may stand, and an event may be left out.
 */
export class PassStream implements Form {
  readonly whole = false;
  pieces = 0;
  #kind: StreamKind;
  #strip: boolean;
  #usage: UsageReader;
  #held: Buffer | undefined;
  #eventSize = 0;
  #last: Buffer | undefined;
  #beforeLast: Buffer | undefined;

  /** `strip`: the client did not ask for usage, so the event that has nothing else is not for it. */
  constructor({ kind, strip, usage }: { kind: StreamKind; strip: boolean; usage: UsageReader }) {
    this.#kind = kind;
    this.#strip = strip;
    this.#usage = usage;
  }

  get tokens(): Counted {
    return this.#usage.counted;
  }

  push(piece: Buffer): Buffer | undefined {
    const data = this.#held ? Buffer.concat([this.#held, piece]) : piece;
    const boundary = lastBoundary(data);
    if (boundary < data.length && data.length - boundary <= LONGEST_HELD) {
      // A copy: the piece may be a view of a block that is much larger.
      this.#held = Buffer.from(data.subarray(boundary));
      return boundary === 0 ? undefined : this.#events(data.subarray(0, boundary));
    }
    this.#held = undefined;
    return this.#events(data);
  }

  end(): Buffer | undefined {
    const rest = this.#held && this.#events(this.#held);
    this.#held = undefined;
    const said = `${this.#beforeLast?.toString("latin1") ?? ""}${this.#last?.toString("latin1") ?? ""}`;
    if (!properEnds[this.#kind].test(said)) throw brokenStream("it ended before its answer did");
    return rest;
  }

  #events(data: Buffer): Buffer | undefined {
    if (this.#last === undefined) {
      const fault = faultInStream(data);
      if (fault) throw fault;
      this.#eventSize = eventAround(data, 0).end;
    }
    this.#beforeLast = this.#last;
    this.#last = data;
    this.pieces += Math.max(1, Math.round(data.length / this.#eventSize));
    return this.#metered(data);
  }

  /** Reads the events that tell of tokens, and leaves out those that the client has not asked for. */
  #metered(data: Buffer): Buffer | undefined {
    let kept: Buffer[] | undefined;
    let from = 0;
    let at = nextUsage(data, 0);
    while (at >= 0) {
      const { start, end } = eventAround(data, at);
      const event = parseObject(dataOf(data.toString("utf8", start, end)));
      if (event) this.#usage.read(event);
      if (this.#strip && event && isUsageOnly(event)) {
        kept ??= [];
        if (start > from) kept.push(data.subarray(from, start));
        from = end;
      }
      at = nextUsage(data, end);
    }
    if (!kept) return data;
    if (from < data.length) kept.push(data.subarray(from));
    return kept.length === 0 ? undefined : kept.length === 1 ? kept[0] : Buffer.concat(kept);
  }
}

/** Skips `"usage":null`, which OpenAI puts in every event. */
function nextUsage(data: Buffer, from: number): number {
  for (let at = data.indexOf(USAGE, from); at >= 0; at = data.indexOf(USAGE, at + 1)) {
    let next = at + USAGE.length;
    while (data[next] === 0x20 || data[next] === 0x3a) next++;
    if (data[next] !== 0x6e) return at;
  }
  return data.indexOf(TIMINGS, from);
}

/** The event that a client only gets which has asked for it. */
export function isUsageOnly({ choices, usage }: JsonObject): boolean {
  return isObject(usage) && Array.isArray(choices) && choices.length === 0;
}
