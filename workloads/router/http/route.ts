import type { IncomingMessage, ServerResponse } from "node:http";
import type * as z from "zod";
import type { Caller } from "../keys/caller.ts";

/** Who may come in: anybody, anybody with a key, or those who look after the router. */
export type Access = "open" | "key" | "admin";

/** One operation of the API. The table of them serves requests and writes the OpenAPI description. */
export interface Route<Body = unknown, Query = unknown> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `{name}` where a part is a parameter: `/admin/keys/{id}`; `{name...}` at the end takes all that follows. */
  path: string;
  access: Access;
  /** The tag that it stands under in the description. */
  group: string;
  summary: string;
  query?: z.ZodType<Query>;
  /** Read, parsed and checked before `handle` is called. Without it, the handler reads the request by itself. */
  body?: z.ZodType<Body>;
  /** What a success looks like; `stream` and `bytes` are no JSON. */
  answer: z.ZodType | "stream" | "bytes" | "nothing";
  /** A value is sent as JSON, `undefined` as 204; `sent` says that the handler has answered by itself. */
  handle(call: Call<Body, Query>): Promise<unknown> | unknown;
}

export interface Call<Body = unknown, Query = unknown> {
  /** Names this request in logs, headers and usage. */
  id: string;
  request: IncomingMessage;
  response: ServerResponse;
  params: Record<string, string>;
  query: Query;
  body: Body;
  /** Of an open route too, where somebody has shown a key. */
  readonly caller: Caller;
  /** Ends when the client has gone, or the router must stop. */
  readonly signal: AbortSignal;
  /**
   * What every answer carries, as `[name, value, ...]` and a list of its own at each look: who answers by itself adds to
   * it and gives it to `writeHead`.
   */
  readonly headers: string[];
  /** All of the body, where the route did not have it read; refuses one that is too large. */
  readBody(): Promise<Buffer>;
  /** Where the request comes from, as far as the proxies in between are trusted. */
  readonly address: string;
}

/** What a handler returns that has answered by itself. */
export const sent = Symbol("sent");

/** Keeps a route's types together, so that `handle` sees what `body` and `query` let through. */
export function route<Body = undefined, Query = undefined>(described: Route<Body, Query>): Route {
  return described as unknown as Route;
}
