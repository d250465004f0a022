import type { Call } from "../http/index.ts";

/** Where an answer goes. */
export interface Sink {
  /** Both are set by whoever writes. `left` is not called for an answer that has come to its end. */
  drained: () => void;
  left: () => void;
  /** Once, before anything else. */
  head(status: number, headers: readonly string[]): void;
  /** `false`: no more, until `drained`. */
  write(bytes: Buffer | string): boolean;
  /** What was written need not wait for what this tick still has to do. */
  flush?(): void;
  end(last?: Buffer): void;
  /** Says a last word, and lets the client see that this is no end. */
  break(last: string): void;
}

/** A client that does not take our last word is not waited for. */
const LAST_WORD_MS = 5_000;

/** The client at the other end of a connection. */
export class ClientSink implements Sink {
  drained = () => {};
  left = () => {};
  #call: Call;

  constructor(call: Call) {
    this.#call = call;
    const { response } = call;
    response.once("close", () => {
      if (!response.writableFinished) this.left();
    });
  }

  head(status: number, headers: readonly string[]): void {
    const all = this.#call.headers;
    all.push(...headers);
    this.#call.response.writeHead(status, all);
  }

  write(bytes: Buffer | string): boolean {
    const { response } = this.#call;
    if (response.write(bytes)) return true;
    response.once("drain", () => this.drained());
    return false;
  }

  flush(): void {
    this.#call.response.socket?.uncork();
  }

  end(last?: Buffer): void {
    this.#call.response.end(last);
  }

  break(last: string): void {
    const { response } = this.#call;
    // A connection that ends inside an answer whose end was not written: no client takes that for the whole.
    const close = () => response.destroy();
    const timer = setTimeout(close, LAST_WORD_MS);
    response.once("close", () => clearTimeout(timer));
    response.write(last, close);
  }
}
