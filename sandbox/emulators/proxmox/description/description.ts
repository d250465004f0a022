import { readFileSync } from "node:fs";

/** What the vendor says of one parameter. */
export interface Parameter {
  type?: "string" | "integer" | "number" | "boolean" | "array" | "object" | "null";
  optional?: 0 | 1;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  /** The name of a format, or the properties of a text such as "virtio,bridge=vmbr0". */
  format?: string | Record<string, Parameter>;
  items?: Parameter;
  properties?: Record<string, Parameter>;
  default_key?: 1;
  /** Another name of a property. */
  alias?: string;
  /** This property's own name is the value of that one: "virtio=BC:24:11:…" is a model and an address. */
  keyAlias?: string;
  default?: unknown;
}

/** Who may call: an expression over paths and privileges, everybody, or (without any) root alone. */
export interface Permissions {
  check?: unknown[];
  user?: "all" | "world";
}

export interface Operation {
  parameters: Record<string, Parameter>;
  permissions: Permissions;
}

export interface Route {
  path: string;
  operation: Operation;
  arguments: Record<string, string>;
}

type Method = Record<string, Operation>;

/** Every path that is served here, as the vendor describes it. */
export const description: ReadonlyMap<string, Method> = load();

function load(): Map<string, Method> {
  const text = readFileSync(new URL("./description.jsonl", import.meta.url), "utf8");
  const entries: [string, unknown][] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const schemas = new Map(entries.filter(([key]) => key.startsWith("#")) as [string, Parameter][]);
  const paths = entries.filter(([key]) => key.startsWith("/")) as [string, Record<string, RawOperation>][];
  return new Map(paths.map(([path, methods]) => [path, mapValues(methods, (raw) => resolved(raw, schemas))]));
}

interface RawOperation {
  parameters: Record<string, string>;
  permissions: Permissions;
}

function resolved({ parameters, permissions }: RawOperation, schemas: Map<string, Parameter>): Operation {
  return { parameters: mapValues(parameters, (id) => schemas.get(id) ?? {}), permissions };
}

function mapValues<A, B>(from: Record<string, A>, convert: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, convert(value)]));
}

/** These hold slashes, and are the rest of the path. */
const greedy = new Set(["{volume}", "{cidr}"]);

const segmented = [...description.keys()].map((path) => ({ path, segments: path.split("/").slice(1) }));

/** The described path that a request's path is meant by, with what stands in its places. */
export function pathOf(segments: string[]): { path: string; arguments: Record<string, string> } | undefined {
  for (const { path, segments: wanted } of segmented) {
    const found = matched(wanted, segments);
    if (found) return { path, arguments: found };
  }
  return undefined;
}

function matched(wanted: string[], given: string[]): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = greedy.has(segment) ? given.slice(index).join("/") : given[index];
    if (value === undefined || value === "") return undefined;
    if (segment.startsWith("{")) values[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
    if (greedy.has(segment)) return values;
  }
  return given.length === wanted.length ? values : undefined;
}
