import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { decodeJson } from "./go-json.ts";
import { apiVersion, engineVersion, minApiVersion, minorOf } from "./versions.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";
export type Handler = (call: Call) => unknown;
export type Add = (method: Method, path: string, handle: Handler) => void;

/** One request, as the Engine reads it: a path with or without a version, Go's booleans, a body of JSON or of bytes. */
export class Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;

  constructor(request: FastifyRequest, reply: FastifyReply) {
    this.request = request;
    this.reply = reply;
  }

  param(name: string): string {
    return (this.request.params as Record<string, string>)[name] ?? "";
  }

  query(name: string): string {
    const value = (this.request.query as Record<string, string | string[]>)[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  }

  flag(name: string): boolean {
    return !["", "0", "no", "false", "none"].includes(this.query(name).trim().toLowerCase());
  }

  bytes(): Buffer {
    return Buffer.isBuffer(this.request.body) ? this.request.body : Buffer.alloc(0);
  }

  json<T>(schema: z.ZodType<T>): T {
    const text = this.bytes().toString("utf8");
    const type = this.request.headers["content-type"] ?? "";
    if (text !== "" && !type.startsWith("application/json"))
      throw new ApiError(400, `unsupported Content-Type header (${type}): must be 'application/json'`);
    return decodeJson(text, schema);
  }

  /** Whether the client speaks an API of before that version, in which more or less was answered. */
  before(version: string): boolean {
    return minorOf(this.param("apiVersion") || apiVersion) < minorOf(version);
  }
}

/** The Engine's paths, each with a version before it and without one. */
export function registerApi(app: FastifyInstance, routes: (add: Add) => void): void {
  // One parser for all: the Engine itself decides by the path whether a body is JSON or an archive.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, done) => done(null, body));

  app.addHook("onRequest", async (_, reply) => {
    reply.headers({
      server: `Docker/${engineVersion} (linux)`,
      "api-version": apiVersion,
      "docker-experimental": "false",
      ostype: "linux",
    });
  });
  // Go's client takes an error's body for JSON only where its type is exactly this.
  app.addHook("onSend", async (_, reply, payload) => {
    const type = reply.getHeader("content-type");
    if (String(type).startsWith("application/json")) reply.header("content-type", "application/json");
    return payload;
  });

  const add: Add = (method, path, handle) => {
    for (const prefix of ["", "/v:apiVersion(^\\d+\\.\\d+$)"])
      app.route({
        method,
        url: `${prefix}${path}`,
        handler: (request, reply) => {
          const call = new Call(request, reply);
          refuseOtherVersions(call.param("apiVersion"));
          return handle(call);
        },
      });
  };
  routes(add);
  for (const method of ["GET", "POST", "PUT", "DELETE"] as const)
    add(method, "/*", () => {
      throw new ApiError(404, "page not found");
    });
}

function refuseOtherVersions(version: string): void {
  if (version === "") return;
  if (minorOf(version) > minorOf(apiVersion))
    throw new ApiError(
      400,
      `client version ${version} is too new. Maximum supported API version is ${apiVersion}`,
    );
  if (minorOf(version) < minorOf(minApiVersion))
    throw new ApiError(
      400,
      `client version ${version} is too old. Minimum supported API version is ${minApiVersion}, please upgrade your client to a newer version`,
    );
}
