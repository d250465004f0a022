import * as z from "zod";
import type { Route } from "./routes.ts";

const REFUSALS: Record<number, string> = {
  400: "It was asked wrongly.",
  401: "The key is missing, or another one.",
};

/** The routes as OpenAPI 3.1 has them. */
export function describe(routes: readonly Route[]) {
  return {
    openapi: "3.1.0",
    info: {
      title: "homebrain-api",
      version: "1.0.0",
      description: "Whether a house works, since when, and why not; its photos, media and money.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [],
    tags: [{ name: "house" }, { name: "photos" }, { name: "media" }, { name: "money" }],
    paths: Object.fromEntries([...routes.map((route) => [route.path, { get: operationOf(route) }]), EVENTS]),
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "HOMEBRAIN_KEY" } },
      schemas: { Fault: schemaOf(z.object({ error: z.object({ message: z.string() }) }), "output") },
    },
  };
}

function operationOf({ path, about, query, answer, isPrivate, faults = {} }: Route) {
  const all = { ...(query && { 400: REFUSALS[400] }), ...(isPrivate && { 401: REFUSALS[401] }), ...faults };
  return {
    operationId: path
      .replaceAll(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/^Api/, "get"),
    summary: about,
    tags: [tagOf(path)],
    parameters: [...inPath(path), ...(query ? inQuery(query) : [])],
    ...(isPrivate && { security: [{ key: [] }] }),
    responses: {
      200: { description: about, content: { "application/json": { schema: schemaOf(answer, "output") } } },
      ...Object.fromEntries(
        Object.entries(all).map(([status, description]) => [status, faultOf(description ?? "")]),
      ),
    },
  };
}

const EVENTS = [
  "/api/events",
  {
    get: {
      operationId: "getEvents",
      summary: "The same as /api/house, at once and whenever something has changed",
      tags: ["house"],
      responses: {
        200: {
          description: "Events named house, with how everything is as their data",
          content: { "text/event-stream": { schema: { type: "string" } } },
        },
        503: faultOf("Not everything was looked at yet, or too many listen."),
      },
    },
  },
] as const;

function faultOf(description: string) {
  return { description, content: { "application/json": { schema: { $ref: "#/components/schemas/Fault" } } } };
}

function tagOf(path: string): string {
  const noun = path.split("/")[2] ?? "";
  return ["photos", "media", "money"].includes(noun) ? noun : "house";
}

function inPath(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function inQuery(query: z.ZodObject) {
  const { properties = {}, required = [] } = schemaOf(query, "input");
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output") {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
