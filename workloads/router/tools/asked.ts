import * as z from "zod";
import { Fault } from "../http/fault.ts";
import { isObject, type Json, type JsonObject } from "../http/json.ts";

const pattern = z.string().regex(/^[\w*-]+$/, { error: "is no name of a tool; `*` stands for any letters" });

/** The router's own field of a request. */
export const routerFieldSchema = z.strictObject({
  /** Names of server-side tools, patterns with `*`. */
  tools: z.array(pattern).min(1).max(100),
  /** How often the model may be asked; never more than the router's own limit. */
  steps: z.int().min(2).optional(),
});

export interface AskedTools {
  patterns: string[];
  steps: number | undefined;
  /** The request without what only the router understands. */
  body: JsonObject;
}

/**
 * Which server-side tools a request asks for; undefined when none. Three ways, because clients differ in what they let a
 * person set: the field `router: {tools: ["file_*"]}` (the SDKs' extra body), entries `{type: "router", name: "file_*"}`
 * among the tools, and the header `x-router-tools: file_*, git_log`.
 */
export function askedTools(body: JsonObject, header?: string): AskedTools | undefined {
  const { router, tools, ...rest } = body;
  const field = router === undefined ? undefined : check(routerFieldSchema, router, "router");
  const listed = Array.isArray(tools) ? tools : [];
  const entries = listed.flatMap((entry, index) =>
    isRouters(entry) ? [check(pattern, entry.name, `tools[${index}].name`)] : [],
  );
  const words = (header ?? "").split(",").map((word) => word.trim());
  const named = words.filter((word) => word !== "").map((word) => check(pattern, word, "x-router-tools"));
  const patterns = [...new Set([...(field?.tools ?? []), ...entries, ...named])];
  if (patterns.length === 0) return undefined;
  const own = listed.filter((entry) => !isRouters(entry));
  return {
    patterns,
    steps: field?.steps,
    body: own.length > 0 ? { ...rest, tools: own } : rest,
  };
}

function isRouters(entry: Json): entry is JsonObject {
  return isObject(entry) && entry.type === "router";
}

function check<T>(schema: z.ZodType<T>, value: unknown, at: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const param = [at, ...(issue?.path ?? [])].join(".");
  throw new Fault({
    status: 400,
    kind: "invalid_request",
    param,
    message: `${param}: ${issue?.message}. Write \`router: {"tools": ["file_read", "git_*"]}\`.`,
  });
}
