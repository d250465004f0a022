import { errorBody, errorEvent } from "../api/errors.ts";
import type { FaultDetails } from "../http/index.ts";
import type { Ask } from "./ask.ts";
import { type Answered, relayedHeaders } from "./relayed-headers.ts";
import type { Sink } from "./sink.ts";
import type { OwnWords } from "./upstream-fault.ts";

/** The client's side of an exchange: what it has got, and what it can still be told. */
export class Outlet {
  /** Something has been said that cannot be taken back. */
  begun = false;
  #ask: Ask;
  #sink: Sink;
  #keepAlive: number;
  #lastWriteAt: number;
  #blocked = false;

  constructor(ask: Ask, sink: Sink, keepAlive: number) {
    this.#ask = ask;
    this.#sink = sink;
    this.#keepAlive = keepAlive;
    this.#lastWriteAt = ask.startedAt;
  }

  listen({ drained, left }: { drained(): void; left(): void }): void {
    this.#sink.left = left;
    this.#sink.drained = () => {
      this.#blocked = false;
      drained();
    };
  }

  /** Without an answer: nobody has answered yet, but the client shall see that somebody is there. */
  begin(answered: Answered | undefined, length?: number): void {
    if (this.begun) return;
    this.begun = true;
    this.#sink.head(200, relayedHeaders(this.#ask, answered, length));
  }

  /** `false`: the client takes no more for now. */
  write(bytes: Buffer | string): boolean {
    this.#lastWriteAt = performance.now();
    this.#blocked = !this.#sink.write(bytes);
    return !this.#blocked;
  }

  flush(): void {
    this.#sink.flush?.();
  }

  end(last: Buffer | undefined): void {
    this.#sink.end(last);
  }

  /** A comment between two events, so that no hop in between takes the stream for dead; a person who looks sees why. */
  tick(now: number, progress = "keep-alive"): void {
    if (!this.#ask.facts.stream || this.#blocked || now - this.#lastWriteAt < this.#keepAlive) return;
    this.begin(undefined);
    this.write(`: ${progress}\n\n`);
  }

  /** With its status while that can be said, or in the stream. `own`: the provider's, for who speaks its language. */
  refuse(fault: FaultDetails, provider: string | undefined, own: OwnWords | undefined): void {
    const { id, spoken } = this.#ask;
    if (this.begun) {
      this.#sink.break(errorEvent(spoken.form, fault, id));
      return;
    }
    this.begun = true;
    const body = own?.body ?? Buffer.from(errorBody(spoken.form, fault, id));
    const headers = [
      "content-type",
      own?.contentType ?? "application/json",
      "content-length",
      String(body.length),
    ];
    if (fault.retryAfter !== undefined) headers.push("retry-after", String(fault.retryAfter));
    if (provider) headers.push("x-router-provider", provider);
    this.#sink.head(fault.status, headers);
    this.#sink.end(body);
  }
}
