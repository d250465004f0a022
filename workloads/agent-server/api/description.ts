import * as z from "zod";
import type { Route } from "./routes.ts";

const REFUSALS: Record<number, string> = {
  400: "It was asked wrongly.",
  401: "The key is missing, or nobody's.",
  413: "The body is too large.",
  503: "The database is away: ask again soon.",
};

/** The routes as OpenAPI 3.1 has them. */
export function describe(routes: readonly Route[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return {
    openapi: "3.1.0",
    info: {
      title: "agent-server",
      version: "1.0.0",
      description: "Runs of agents that outlive whoever works on them.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ key: [] }],
    tags: [{ name: "runs" }, { name: "tools" }],
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "The key of a person." } },
      schemas: { Fault: schemaOf(z.object({ error: z.object({ message: z.string() }) }), "output") },
    },
  };
}

function operationOf({ method, path, about, body, query, answer, status = 200, faults }: Route) {
  const all = { ...REFUSALS, ...faults };
  return {
    operationId: nameOf(method, path),
    summary: about,
    tags: [path.split("/")[2]],
    parameters: [...inPath(path), ...(query ? inQuery(query) : [])],
    ...(body && { requestBody: { required: true, content: json(schemaOf(body, "input")) } }),
    responses: {
      [status]: {
        description: about,
        ...(status !== 204 && {
          content: answer
            ? json(schemaOf(answer, "output"))
            : { "text/event-stream": { schema: { type: "string" } } },
        }),
      },
      ...Object.fromEntries(
        Object.entries(all).map(([code, description]) => [
          code,
          { description, content: json({ $ref: "#/components/schemas/Fault" }) },
        ]),
      ),
    },
  };
}

/** `post /v1/runs/{id}/cancel` is `postRunsIdCancel`. */
function nameOf(method: string, path: string): string {
  const words = path.split(/\W+/).slice(2).filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

const json = (schema: object) => ({ "application/json": { schema } });

function inPath(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: name === "number" ? "integer" : "string" },
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
