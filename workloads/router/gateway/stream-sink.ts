import { createParser } from "eventsource-parser";
import { type Fault, type JsonObject, parseObject } from "../http/index.ts";
import type { Sink } from "../relay/index.ts";
import { faultOf } from "./inner-fault.ts";

/** Events that wait for who reads them; beyond it, the provider waits too. */
const WAITING = 64;

/** Gives an answer's chunks to who reads them, at the reader's pace. */
export class StreamSink implements Sink {
  drained = () => {};
  left = () => {};
  #status = 200;
  #refusal: Buffer[] = [];
  #waiting: JsonObject[] = [];
  #ended = false;
  #fault: Fault | undefined;
  #wake = () => {};
  #decoder = new TextDecoder();
  #parser = createParser({
    onEvent: ({ data }) => {
      const json = parseObject(data);
      if (json) this.#waiting.push(json);
    },
  });

  head(status: number): void {
    this.#status = status;
  }

  write(bytes: Buffer | string): boolean {
    const piece = Buffer.from(bytes);
    if (this.#status >= 300) this.#refusal.push(piece);
    else this.#parser.feed(this.#decoder.decode(piece, { stream: true }));
    this.#wake();
    return this.#waiting.length < WAITING;
  }

  end(last?: Buffer): void {
    if (last) this.write(last);
    if (this.#status >= 300) this.#fault = faultOf(this.#status, Buffer.concat(this.#refusal).toString());
    this.#ended = true;
    this.#wake();
  }

  break(last: string): void {
    this.#fault = faultOf(502, last.replace(/^data: /, ""));
    this.#ended = true;
    this.#wake();
  }

  async *chunks(): AsyncIterable<JsonObject> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next) yield next;
      else if (this.#fault) throw this.#fault;
      else if (this.#ended) return;
      else {
        this.drained();
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
      }
    }
  }
}
