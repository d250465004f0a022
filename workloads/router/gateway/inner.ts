import { randomUUID } from "node:crypto";
import { createParser } from "eventsource-parser";
import type { InnerAsk, JsonApi, Models } from "../api/index.ts";
import { Fault, isObject, type JsonObject } from "../http/index.ts";
import type { Sink } from "../relay/index.ts";
import type { RoutingTable } from "../routing/index.ts";
import { type Dialect, dialects } from "./dialect.ts";
import type { Gateway } from "./gateway.ts";

/** The router as its own client: the same way in as everybody's, without a socket in between. */
export class InnerModels implements Models {
  #gateway: Gateway;
  #table: () => RoutingTable;

  constructor(gateway: Gateway, table: () => RoutingTable) {
    this.#gateway = gateway;
    this.#table = table;
  }

  async chat(body: JsonObject, ask: InnerAsk): Promise<JsonObject> {
    return this.#whole(dialectOf("chat"), { ...body, stream: false }, ask);
  }

  async *chatStream(body: JsonObject, ask: InnerAsk): AsyncIterable<JsonObject> {
    const sink = new StreamSink();
    const stopListening = this.#admit(dialectOf("chat"), { ...body, stream: true }, ask, sink);
    try {
      yield* sink.chunks();
    } finally {
      stopListening();
      sink.left();
    }
  }

  async embed(texts: string[], { model, ...ask }: InnerAsk & { model: string }): Promise<number[][]> {
    const { data } = await this.#whole(dialectOf("embeddings"), { model, input: texts }, ask);
    const rows = Array.isArray(data) ? data.filter(isObject) : [];
    return rows.map(({ embedding }) => (Array.isArray(embedding) ? embedding.map(Number) : []));
  }

  contextOf(model: string): number | undefined {
    const contexts = this.#table()
      .resolve(model)
      .tiers.flat()
      .map((candidate) => candidate.model.context);
    const known = contexts.filter((context) => context !== undefined);
    // Whichever is chosen, it must fit: the smallest decides, and one that does not tell decides nothing.
    return known.length > 0 ? Math.min(...known) : undefined;
  }

  async #whole(dialect: Dialect & JsonApi, body: JsonObject, ask: InnerAsk): Promise<JsonObject> {
    let stopListening = () => {};
    try {
      return await new Promise((resolve, reject) => {
        stopListening = this.#admit(dialect, body, ask, new WholeSink(resolve, reject));
      });
    } finally {
      stopListening();
    }
  }

  /** Returns how to stop listening to the signal: one signal may see many asks. */
  #admit(
    dialect: Dialect & JsonApi,
    body: JsonObject,
    { caller, signal, local = false }: InnerAsk,
    sink: Sink,
  ): () => void {
    signal.throwIfAborted();
    const incoming = {
      id: randomUUID(),
      spoken: this.#gateway.spokenOf(dialect),
      body: Buffer.from(JSON.stringify(body)),
      facts: dialect.facts(body),
      caller,
      local,
      passed: {},
      startedAt: performance.now(),
    };
    this.#gateway.admit(incoming, () => sink);
    const leave = () => sink.left();
    signal.addEventListener("abort", leave, { once: true });
    return () => signal.removeEventListener("abort", leave);
  }
}

function dialectOf(name: string): Dialect & JsonApi {
  const found = dialects.find((dialect) => dialect.name === name);
  if (found?.body !== "json") throw new Error(`no API in JSON is called ${name}`);
  return found;
}

/** What an error body says, as the Fault that it was made from. */
function faultOf(status: number, body: string): Fault {
  const json: unknown = parsed(body);
  const error = isObject(json) && isObject(json.error) ? json.error : {};
  return new Fault({
    status,
    kind: status === 429 ? "rate_limit" : status < 500 ? "invalid_request" : "upstream",
    code: typeof error.code === "string" ? error.code : undefined,
    message: typeof error.message === "string" ? error.message : `The answer was ${status}.`,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

class WholeSink implements Sink {
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
    const json: unknown = parsed(text);
    if (this.#status < 300 && isObject(json)) this.#resolve(json);
    else this.#reject(faultOf(this.#status, text));
  }

  break(last: string): void {
    this.#reject(faultOf(502, last.replace(/^data: /, "")));
  }
}

/** Events that wait for who reads them; beyond it, the provider waits too. */
const WAITING = 64;

class StreamSink implements Sink {
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
      const json: unknown = parsed(data);
      if (isObject(json)) this.#waiting.push(json);
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
