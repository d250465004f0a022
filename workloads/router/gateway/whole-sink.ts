import { type Fault, type JsonObject, parseObject } from "../http/index.ts";
import type { Sink } from "../relay/index.ts";
import { faultOf } from "./inner-fault.ts";

/** Takes an answer that comes in one piece. */
export class WholeSink implements Sink {
  drained = () => {};
  left = () => {};
  #status = 200;
  #parts: Buffer[] = [];
  #resolve: (answer: JsonObject) => void;
  #reject: (fault: Fault) => void;

  constructor(resolve: (answer: JsonObject) => void, reject: (fault: Fault) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  head(status: number): void {
    this.#status = status;
  }

  write(bytes: Buffer | string): boolean {
    this.#parts.push(Buffer.from(bytes));
    return true;
  }

  end(last?: Buffer): void {
    if (last) this.#parts.push(last);
    const text = Buffer.concat(this.#parts).toString();
    const json = parseObject(text);
    if (this.#status < 300 && json) this.#resolve(json);
    else this.#reject(faultOf(this.#status, text));
  }

  break(last: string): void {
    this.#reject(faultOf(502, last.replace(/^data: /, "")));
  }
}
