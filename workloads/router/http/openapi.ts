import * as z from "zod";
import { isObject, type Json, type JsonObject } from "./json.ts";
import type { Route } from "./route.ts";

/** The table of routes, as OpenAPI 3.1 says it: what it promises is what the server checks. */
export function openApi(routes: readonly Route[], about: { version: string }): JsonObject {
  const components = new Components();
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    const path = route.path.replace("...}", "}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, components) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Router",
      version: about.version,
      description:
        "One door to the models of a house: OpenAI's and Anthropic's APIs, and those to look after it.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...components.schemas, OpenAiError: openAiError, AnthropicError: anthropicError },
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "A key of the router, as OpenAI's clients send it.",
        },
        apiKey: {
          type: "apiKey",
          in: "header",
          name: "x-api-key",
          description: "The same, as Anthropic's send it.",
        },
        admin: {
          type: "http",
          scheme: "bearer",
          description: "ROUTER_ADMIN_KEY, or a key that may look after it.",
        },
      },
    },
  };
}

function operation(route: Route, components: Components): JsonObject {
  const id = nameOf(route);
  return {
    operationId: id,
    tags: [route.group],
    summary: route.summary,
    security: security[route.access],
    parameters: [...pathParameters(route), ...queryParameters(route, id, components)],
    ...(route.body && {
      requestBody: { required: true, content: json(components.add(`${id}Body`, route.body, "input")) },
    }),
    responses: { ...success(route, id, components), default: failure(route) },
  };
}

const security: Record<Route["access"], Json> = {
  open: [],
  key: [{ bearer: [] }, { apiKey: [] }],
  admin: [{ admin: [] }],
};

/** `POST /v1/chat/completions` is `postV1ChatCompletions`. */
function nameOf({ method, path }: Route): string {
  const words = path.split(/\W+/).filter(Boolean);
  return (
    method.toLowerCase() +
    (words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("") || "Root")
  );
}

function pathParameters({ path }: Route): JsonObject[] {
  return [...path.matchAll(/\{(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: Route, id: string, components: Components): JsonObject[] {
  if (!query) return [];
  const { properties, required } = components.whole(`${id}Query`, query, "input");
  const names = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: names.includes(name),
    schema: schema ?? {},
  }));
}

function success({ answer }: Route, id: string, components: Components): JsonObject {
  const text = { type: "string" };
  if (answer === "nothing") return { "204": { description: "Done." } };
  if (answer === "bytes")
    return { "200": { description: "As it comes.", content: { "*/*": { schema: {} } } } };
  if (answer === "stream") {
    const content = { "application/json": { schema: {} }, "text/event-stream": { schema: text } };
    return { "200": { description: "Whole, or as events where they are asked for.", content } };
  }
  return { "200": { description: "Done.", content: json(components.add(`${id}Answer`, answer, "output")) } };
}

function failure({ path }: Route): JsonObject {
  const form = path.startsWith("/v1/messages") ? "AnthropicError" : "OpenAiError";
  return {
    description: "What was wrong, and how to mend it.",
    content: json({ $ref: `#/components/schemas/${form}` }),
  };
}

function json(schema: Json): JsonObject {
  return { "application/json": { schema } };
}

/** The schemas, each in one place and called by its name. */
class Components {
  readonly schemas: Record<string, JsonObject> = {};

  /** Puts it beside the others, and returns how to refer to it. */
  add(name: string, schema: z.ZodType, io: "input" | "output"): JsonObject {
    this.schemas[name] = this.whole(name, schema, io);
    return { $ref: `#/components/schemas/${name}` };
  }

  whole(name: string, schema: z.ZodType, io: "input" | "output"): JsonObject {
    // A transformation has no form that JSON Schema could say; what goes into it mostly has.
    const made = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as unknown as JsonObject;
    const { $schema: _, $defs, ...rest } = made;
    for (const [key, part] of Object.entries(isObject($defs) ? $defs : {})) {
      if (isObject(part)) this.schemas[`${name}.${key}`] = referring(part, name) as JsonObject;
    }
    return referring(rest, name) as JsonObject;
  }
}

/** zod refers to parts of its own document; here they stand in a larger one. */
function referring(value: Json | undefined, name: string): Json {
  if (Array.isArray(value)) return value.map((each) => referring(each, name));
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === "$ref" && typeof each === "string"
        ? each.replace(
            /^#(?:\/\$defs\/(.+))?$/,
            (_, part) => `#/components/schemas/${name}${part ? `.${part}` : ""}`,
          )
        : referring(each, name),
    ]),
  );
}

const text = { type: "string" };
const textOrNull = { type: ["string", "null"] };

const openAiError = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["message", "type", "param", "code"],
      properties: { message: text, type: text, param: textOrNull, code: textOrNull },
    },
  },
};

const anthropicError = {
  type: "object",
  required: ["type", "error"],
  properties: {
    type: { const: "error" },
    error: { type: "object", required: ["type", "message"], properties: { type: text, message: text } },
    request_id: textOrNull,
  },
};
