import { isObject, type Json, type JsonObject, parseObject } from "../http/json.ts";
import type { StreamEvent } from "./translation.ts";

/** A list's objects; none for anything else. What is wrong in form was refused before, so nothing is lost. */
export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function object(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

export function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function number(value: Json | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The object that an event carries; nothing for `[DONE]` and for what is no JSON. */
export function eventObject({ data }: StreamEvent): JsonObject | undefined {
  return data.startsWith("{") ? parseObject(data) : undefined;
}

/** The object without some of its fields. */
export function without(body: JsonObject, fields: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !fields.has(name)));
}

/** Those of the fields that the object has. */
export function only(body: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(fields.filter((name) => body[name] != null).map((name) => [name, body[name]]));
}
