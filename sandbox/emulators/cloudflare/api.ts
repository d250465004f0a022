import type { FastifyInstance, FastifyRequest } from "fastify";
import { refuse } from "./envelope.ts";
import type { Query } from "./paging.ts";

export type Body = Readonly<Record<string, unknown>>;

export interface Request {
  /** A part of the path; there is none without it. */
  at(name: string): string;
  query: Query;
  /** What was sent, where that has to be an object. */
  body(): Body;
  headers: FastifyRequest["headers"];
}

/** Gives the answer; undefined is one without a body. */
export type Handler = (request: Request) => unknown;

/** The paths under /client/v4. */
export class Api {
  readonly #app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.#app = app;
    // Clients name a type also where they send nothing, as for a DELETE.
    app.removeContentTypeParser("application/json");
    app.addContentTypeParser("application/json", { parseAs: "string" }, (_, text, done) => {
      try {
        done(null, text === "" ? undefined : JSON.parse(String(text)));
      } catch {
        done(Object.assign(new Error("the body is not JSON"), { statusCode: 400 }));
      }
    });
  }

  get = (path: string, handler: Handler): void => this.#route("GET", path, handler);
  post = (path: string, handler: Handler): void => this.#route("POST", path, handler);
  put = (path: string, handler: Handler): void => this.#route("PUT", path, handler);
  patch = (path: string, handler: Handler): void => this.#route("PATCH", path, handler);
  delete = (path: string, handler: Handler): void => this.#route("DELETE", path, handler);

  #route(method: string, path: string, handler: Handler): void {
    this.#app.route({
      method,
      url: `${root}${path}`,
      handler: (request, reply) => {
        const answer = handler(requestOf(request));
        return answer === undefined ? reply.status(204).send() : reply.send(answer);
      },
    });
  }
}

export const root = "/client/v4";

function requestOf(request: FastifyRequest): Request {
  const params = request.params as Record<string, string>;
  return {
    at: (name) => params[name] ?? "",
    query: request.query as Query,
    body: () => {
      const { body } = request;
      if (typeof body !== "object" || body === null || Array.isArray(body))
        refuse(400, 6007, "Malformed JSON in request body");
      return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withoutNulls(value)]));
    },
    headers: request.headers,
  };
}

/** Null clears a field; inside of what is sent anew as a whole it is the same as absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const there = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(there.map(([key, each]) => [key, withoutNulls(each)]));
}
