import type { IncomingMessage, ServerResponse } from "node:http";
import { Content } from "./content.ts";
import { LightHeaders } from "./headers.ts";

/** What Hono and those who answer ask of a request. */
export class LightRequest extends Content {
  readonly method: string;
  readonly url: string;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  #headers?: LightHeaders;
  #signal?: AbortSignal;

  constructor(url: string, incoming: IncomingMessage, outgoing: ServerResponse) {
    const { method = "GET" } = incoming;
    // Whoever stops reading has an answer to give, for which the connection is needed.
    super(method === "GET" || method === "HEAD" ? null : incoming.iterator({ destroyOnReturn: false }));
    this.method = method;
    this.url = url;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
  }

  get headers(): LightHeaders {
    this.#headers ??= new LightHeaders(this.#pairs());
    return this.#headers;
  }

  /** Aborted when nobody waits for the answer any more. */
  get signal(): AbortSignal {
    this.#signal ??= untilGone(this.#outgoing);
    return this.#signal;
  }

  *#pairs(): Generator<[string, string]> {
    for (const [name, value] of Object.entries(this.#incoming.headers))
      for (const each of [value ?? []].flat()) yield [name, each];
  }
}

function untilGone(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  const look = () => {
    if (!outgoing.writableFinished) gone.abort(new Error("Nobody waits for this answer any more."));
  };
  if (outgoing.destroyed) look();
  else outgoing.once("close", look);
  return gone.signal;
}
