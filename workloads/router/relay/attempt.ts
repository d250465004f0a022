import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { Fault } from "../http/index.ts";
import type { AttemptTrace } from "../metrics/index.ts";
import type { Candidate } from "../routing/index.ts";
import type { Prepared } from "./ask.ts";
import { type Decoder, decoderOf } from "./decode.ts";
import type { Form } from "./forms/form.ts";
import {
  brokenStream,
  connectionFault,
  noAnswer,
  refusedBy,
  tooSlow,
  UpstreamFault,
} from "./upstream-fault.ts";

/** Who made an attempt, and hears of it. After `ended` or `failed` it hears no more. */
export interface AttemptOwner {
  arrived(attempt: Attempt, bytes: Buffer): void;
  ended(attempt: Attempt, last: Buffer | undefined): void;
  failed(attempt: Attempt, fault: UpstreamFault): void;
}

/** Of an answer that is an error, what is kept to tell why. */
const LARGEST_ERROR = 64 * 1024;

/** What comes of an answer that is none. */
interface Refusal {
  status: number;
  parts: Buffer[];
  size: number;
}

type Phase = "connecting" | "waiting for headers" | "waiting for the first token" | "answering" | "over";

/** One request to one provider. Built on undici's own events: a stream in between costs as much as all the rest. */
export class Attempt implements Dispatcher.DispatchHandler {
  readonly candidate: Candidate;
  form: Form | undefined;
  headers: IncomingHttpHeaders = {};
  status: number | undefined;
  trace: AttemptTrace | undefined;
  firstByteAt: number | undefined;
  readonly sentAt = performance.now();
  /** Its client has gone, but the provider must not be cut off: what still comes is only counted. */
  draining = false;
  #prepared: Prepared | undefined;
  #formOf: Prepared["formOf"];
  #owner: AttemptOwner | undefined;
  #phase: Phase = "connecting";
  #lastByteAt = this.sentAt;
  #paused = false;
  #controller: Dispatcher.DispatchController | undefined;
  #refusal: Refusal | undefined;
  #decoder: Decoder | undefined;
  #pieces: Buffer[] = [];

  constructor(candidate: Candidate, prepared: Prepared, owner: AttemptOwner) {
    this.candidate = candidate;
    this.#prepared = prepared;
    this.#formOf = prepared.formOf;
    this.#owner = owner;
  }

  start(): void {
    const { path, body, headers } = this.#prepared ?? nothing;
    const all = this.trace ? { ...headers, ...pairs(this.trace.headers) } : headers;
    this.#prepared = undefined;
    this.candidate.provider.pool.dispatch({ path, method: "POST", headers: all, body }, this);
  }

  /** Cuts the connection; nothing more is heard of it. */
  abort(): void {
    if (this.#phase === "over") return;
    const controller = this.#controller;
    this.#leave();
    this.#decoder?.destroy();
    controller?.abort(new Error("given up"));
  }

  /**
   * Lets go of all that it held. undici keeps what it has served for a while, and with it all that hangs on it: the
   * client's request, its answer, its connection.
   */
  #leave(): AttemptOwner | undefined {
    const owner = this.#owner;
    this.#phase = "over";
    this.#owner = undefined;
    this.#controller = undefined;
    this.#pieces = [];
    return owner;
  }

  /** The client takes no more for now: what the provider sends must wait in its own house. */
  pause(): void {
    this.#paused = true;
    this.#controller?.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#lastByteAt = performance.now();
    this.#controller?.resume();
  }

  tick(now: number): void {
    const { timeouts } = this.candidate.provider.config;
    switch (this.#phase) {
      case "waiting for headers":
        this.#limit(now - this.sentAt, timeouts.headers, this.#phase);
        break;
      case "waiting for the first token":
        this.#limit(now - this.sentAt, timeouts.firstToken, this.#phase);
        break;
      case "answering":
        // A client that does not read is not the provider's silence.
        if (!this.#paused) this.#limit(now - this.#lastByteAt, timeouts.idle, "silent in mid-answer");
    }
  }

  #limit(time: number, limit: number, what: string): void {
    if (time > limit) this.fail(tooSlow(what, limit));
  }

  fail(fault: UpstreamFault): void {
    const owner = this.#owner;
    this.abort();
    owner?.failed(this, fault);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It was given up before there was anything to cut.
    if (this.#phase === "over") {
      this.#controller = undefined;
      controller.abort(new Error("given up"));
    } else this.#phase = "waiting for headers";
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (this.#phase === "over" || status < 200) return;
    this.#phase = "waiting for the first token";
    this.headers = headers;
    this.status = status;
    const encoding = headers["content-encoding"];
    if (typeof encoding === "string" && encoding !== "identity") this.#decode(encoding);
    if (status >= 300) {
      this.#refusal = { status, parts: [], size: 0 };
      return;
    }
    try {
      this.form = this.#formOf(headers["content-type"] ?? "");
    } catch (error) {
      this.fail(asUpstream(error));
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#phase === "over") return;
    if (this.#decoder) this.#decoder.write(piece);
    else this.#take(piece);
  }

  onResponseEnd(): void {
    if (this.#phase === "over") return;
    if (this.#decoder) this.#decoder.end();
    else this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#phase === "over") return;
    this.#flush();
    const cut = this.#phase === "answering" ? brokenStream("its connection closed") : connectionFault(error);
    this.fail(cut);
  }

  /** All that one read of the socket brought goes on together: events that came as one are sent as one. */
  #take(piece: Buffer): void {
    if (this.#refusal) this.#keepRefusal(this.#refusal, piece);
    else if (this.#pieces.push(piece) === 1) process.nextTick(() => this.#flush());
  }

  #flush(): void {
    const [first] = this.#pieces;
    if (!first || !this.form || this.#phase === "over") return;
    const data = this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#lastByteAt = performance.now();
    this.firstByteAt ??= this.#lastByteAt;
    this.#phase = "answering";
    try {
      const bytes = this.form.push(data);
      if (bytes && !this.draining) this.#owner?.arrived(this, bytes);
    } catch (error) {
      this.fail(asUpstream(error));
    }
  }

  #finish(): void {
    this.#flush();
    if (this.#wasEnded()) return;
    let last: Buffer | undefined;
    try {
      if (this.#refusal) throw this.#refused(this.#refusal);
      last = this.form?.end();
    } catch (error) {
      this.fail(asUpstream(error));
      return;
    }
    this.#leave()?.ended(this, last);
  }

  #refused({ status, parts }: Refusal): UpstreamFault {
    const { "content-type": type = "", "retry-after": after } = this.headers;
    return refusedBy(status, Buffer.concat(parts), type, after);
  }

  /** Asked anew because `#flush` may have ended it, which a compiler cannot see. */
  #wasEnded(): boolean {
    return this.#phase === "over";
  }

  #keepRefusal(refusal: Refusal, piece: Buffer): void {
    if (refusal.size < LARGEST_ERROR)
      refusal.parts.push(Buffer.from(piece.subarray(0, LARGEST_ERROR - refusal.size)));
    refusal.size += piece.length;
    if (refusal.size > LARGEST_ERROR) this.#finish();
  }

  #decode(encoding: string): void {
    this.#decoder = decoderOf(encoding, {
      data: (piece) => this.#take(piece),
      end: () => this.#finish(),
      error: () => this.fail(noAnswer(`something that is no ${encoding}, although it says so,`)),
    });
    if (!this.#decoder)
      this.fail(noAnswer(`something compressed in a way that nobody here knows (${encoding})`));
  }
}

const nothing = { path: "", headers: {}, body: Buffer.alloc(0) };

function pairs(flat: readonly string[]): Record<string, string> {
  const named: Record<string, string> = {};
  for (let at = 0; at + 1 < flat.length; at += 2) named[flat[at] ?? ""] = flat[at + 1] ?? "";
  return named;
}

function asUpstream(error: unknown): UpstreamFault {
  if (error instanceof UpstreamFault) return error;
  const verdict = { retry: false, hopeless: true, ill: false };
  if (error instanceof Fault) return new UpstreamFault(error.details, verdict);
  // Thrown on, undici would take it for a broken connection, and hide it.
  const unforeseen = new UpstreamFault(
    { status: 500, kind: "internal", code: "internal_error", message: "The router failed on this answer." },
    verdict,
  );
  unforeseen.cause = error;
  return unforeseen;
}
