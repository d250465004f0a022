import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "../keys/caller.ts";
import { readBody } from "./body.ts";
import type { BodyBudget } from "./body-budget.ts";
import { Fault } from "./fault.ts";
import { allowOrigin, type Origins } from "./origins.ts";
import { nextRequestId, validRequestId } from "./request-id.ts";
import type { Call } from "./route.ts";

/** What all requests of one server have in common. */
export interface Ground {
  authenticate(request: IncomingMessage): Caller;
  /** In bytes, of a body that is read for a route. */
  bodyLimit: number;
  bodies: BodyBudget;
  origins: Origins;
  /** Nobody is asked for a key. */
  keyless: boolean;
  /** How many proxies in front of the router are trusted to say whom they speak for. */
  trustedProxies: number;
  /** The server is about to stop: a connection ends with the answer that it is giving. */
  draining: boolean;
}

const nothing: Record<string, string> = Object.freeze({});

/** Whoever shows no key on a route that is open to all. */
const stranger: Caller = Object.freeze({
  keyId: "anonymous",
  name: "anonymous",
  person: "anonymous",
  admin: false,
  models: [],
  tools: [],
  limits: {},
});

/** One request. What few handlers look at is made when somebody looks: this is built for every token served. */
export class RequestCall implements Call {
  readonly id = nextRequestId();
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  params = nothing;
  query: unknown;
  body: unknown;
  readonly #ground: Ground;
  #caller: Caller | undefined;
  #gone: AbortController | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, ground: Ground) {
    this.request = request;
    this.response = response;
    this.#ground = ground;
  }

  get caller(): Caller {
    this.#caller ??= this.#callerOrStranger();
    return this.#caller;
  }

  /** Throws where no valid key is shown. */
  authenticate(): Caller {
    this.#caller = this.#ground.authenticate(this.request);
    return this.#caller;
  }

  async readBody(): Promise<Buffer> {
    const { bodies, bodyLimit } = this.#ground;
    const size = sizeOf(this.request);
    // What is too large is refused without waiting for room.
    if (bodies.counts(size) && size <= bodyLimit) {
      await bodies.enter(size);
      if (this.response.destroyed) bodies.leave(size);
      else this.response.once("close", () => bodies.leave(size));
    }
    return readBody(this.request, bodyLimit);
  }

  get signal(): AbortSignal {
    if (!this.#gone) {
      const gone = new AbortController();
      if (this.response.destroyed) gone.abort();
      else this.response.once("close", () => gone.abort());
      this.#gone = gone;
    }
    return this.#gone.signal;
  }

  get headers(): string[] {
    const { request, id } = this;
    const given = request.headers["x-request-id"];
    // The client's own name for the request is given back, but never becomes ours: whoever sent the same one twice
    // would be counted once.
    const headers = validRequestId(given)
      ? ["x-request-id", given, "x-router-request-id", id, "x-content-type-options", "nosniff"]
      : ["x-request-id", id, "x-content-type-options", "nosniff"];
    if (request.headers.origin !== undefined)
      allowOrigin(headers, request.headers.origin, this.#ground.origins);
    if (this.#ground.draining) headers.push("connection", "close");
    return headers;
  }

  get address(): string {
    const { trustedProxies } = this.#ground;
    const direct = this.request.socket.remoteAddress ?? "";
    if (trustedProxies === 0) return direct;
    const forwarded = this.request.headers["x-forwarded-for"];
    // Read from the right: what stands further left than the trusted proxies was written by anybody.
    const named = typeof forwarded === "string" ? forwarded.split(",").map((each) => each.trim()) : [];
    return named.at(-Math.min(trustedProxies, named.length)) || direct;
  }

  #callerOrStranger(): Caller {
    try {
      return this.#ground.authenticate(this.request);
    } catch (error) {
      if (error instanceof Fault) return stranger;
      throw error;
    }
  }
}

/** What a body is taken for that does not say how large it is. */
const UNSAID = 256 * 1024;

function sizeOf({ headers }: IncomingMessage): number {
  const declared = headers["content-length"];
  if (declared !== undefined) return Number(declared);
  return headers["transfer-encoding"] === undefined ? 0 : UNSAID;
}
