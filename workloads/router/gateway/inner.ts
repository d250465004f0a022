import { randomUUID } from "node:crypto";
import type { InnerAsk, JsonApi, Models } from "../api/index.ts";
import { isObject, type JsonObject } from "../http/index.ts";
import type { Sink } from "../relay/index.ts";
import type { RoutingTable } from "../routing/index.ts";
import { type Dialect, dialects } from "./dialect.ts";
import type { Gateway } from "./gateway.ts";
import { StreamSink } from "./stream-sink.ts";
import { WholeSink } from "./whole-sink.ts";

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
