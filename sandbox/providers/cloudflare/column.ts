import type { Field } from "../framework/shape.ts";
import type { Value } from "../framework/value.ts";

/** A property of one of Cloudflare's kinds, and how the API goes about it. */
export interface Column extends Field {
  /** What the API calls it, where that is not the same words with underscores between them. */
  wire?: string;
  /** Part of the path, and never of a body. */
  inPath?: true;
  /** The API fills it in where the program does not, and that is no drift. */
  filled?: true;
  /** The API tells it once, or never: what is known of it stays. */
  kept?: true;
  /** The property is the JSON text of what the API has as an object. */
  json?: true;
  /** Whether two values, what was said and what the API has, mean the same. */
  same?: (said: Value, live: Value) => boolean;
}

export type Columns = Readonly<Record<string, Column>>;

// The words that the tables here have beyond those of the framework.

export function wire(name: string, column: Column): Column {
  return { ...column, wire: name };
}

export function inPath(column: Column): Column {
  return { ...column, inPath: true, replaces: true };
}

export function filled(column: Column): Column {
  return { ...column, filled: true };
}

export function kept(column: Column): Column {
  return { ...column, kept: true };
}

export function json(column: Column): Column {
  return { ...column, json: true };
}

export function output(column: Column): Column {
  return { ...column, output: true };
}

export function sameAs(same: NonNullable<Column["same"]>, column: Column): Column {
  return { ...column, same };
}

export function wireName(key: string, { wire }: Column): string {
  return wire ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
