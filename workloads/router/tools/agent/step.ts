import { isObject, type Json, type JsonObject } from "../../http/json.ts";
import { freshId } from "./ids.ts";
import { grown } from "./message.ts";

interface Growing {
  whole: JsonObject;
  /** Undecided until the name must be complete. */
  own: boolean | undefined;
  /** Its number among those that the client sees. */
  index: number;
}

/** Reads the chunks of one step: what the model says grows into a message, and what is the client's goes on at once. */
export class Step {
  finish: Json | undefined;
  usage: JsonObject | undefined;
  #message: JsonObject = { role: "assistant", content: null };
  readonly #calls = new Map<number, Growing>();
  readonly #isOwn: (name: string) => boolean;
  #current = -1;
  #seen = 0;

  constructor(isOwn: (name: string) => boolean) {
    this.#isOwn = isOwn;
  }

  get message(): JsonObject {
    const calls = [...this.#calls.entries()].sort(([a], [b]) => a - b).map(([, { whole }]) => whole);
    return calls.length > 0 ? { ...this.#message, tool_calls: calls } : this.#message;
  }

  /** The delta for the client, empty when there is nothing to say. */
  push(chunk: JsonObject): { delta: JsonObject; choice: JsonObject } {
    if (isObject(chunk.usage)) this.usage = chunk.usage;
    const choice = Array.isArray(chunk.choices) && isObject(chunk.choices[0]) ? chunk.choices[0] : {};
    if (choice.finish_reason) this.finish = choice.finish_reason;
    const { tool_calls, ...delta } = isObject(choice.delta) ? choice.delta : {};
    this.#message = grown(this.#message, delta);
    const pieces = Array.isArray(tool_calls) ? tool_calls.filter(isObject) : [];
    const visible = pieces.flatMap((piece) => this.#piece(piece));
    return { delta: visible.length > 0 ? { ...delta, tool_calls: visible } : delta, choice };
  }

  /** The calls that were still undecided when the step ended. */
  end(): JsonObject[] {
    return [...this.#calls.keys()].flatMap((number) => this.#decide(number));
  }

  #piece(piece: JsonObject): JsonObject[] {
    const { index, id, ...delta } = piece;
    const number = this.#numberOf(index, id);
    const visible: JsonObject[] = [];
    if (number !== this.#current) {
      visible.push(...this.#decide(this.#current));
      this.#current = number;
    }
    const call = this.#calls.get(number) ?? {
      whole: { id: freshId(), type: "function", function: { name: "", arguments: "" } },
      own: undefined,
      index: 0,
    };
    const decided = call.own;
    call.whole = grown(call.whole, delta);
    this.#calls.set(number, call);
    if (decided) visible.push({ index: call.index, ...delta });
    // Arguments come behind the name: whose call it is can be told from here on.
    else if (decided === undefined && isObject(delta.function) && delta.function.arguments) {
      visible.push(...this.#decide(number));
    }
    return visible;
  }

  #decide(number: number): JsonObject[] {
    const call = this.#calls.get(number);
    if (!call || call.own !== undefined) return [];
    const described = isObject(call.whole.function) ? call.whole.function : {};
    call.own = this.#isOwn(String(described.name));
    if (!call.own) return [];
    call.index = this.#seen;
    this.#seen += 1;
    return [{ index: call.index, ...call.whole }];
  }

  /** Some providers leave the number out: then a new id begins a new call. */
  #numberOf(index: Json | undefined, id: Json | undefined): number {
    if (typeof index === "number") return index;
    return id || this.#current < 0 ? this.#calls.size : this.#current;
  }
}
