import { ToolError } from "../tool.ts";
import type { Root } from "./root.ts";

export type Roots = ReadonlyMap<string, Root>;

/** A place below a root, as a model names it: `project/src/main.ts`. */
export interface Path {
  root: Root;
  /** Never `.`, `..`, empty, or with a `/`: each is opened by itself, below the one before. */
  names: string[];
}

export function readPath(path: string, roots: Roots): Path {
  const refuse = (why: string) =>
    new ToolError(
      `The path ${JSON.stringify(path)} ${why}. Begin it with the name of a root: ${told(roots)}.`,
    );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name with a line break or an escape code misleads whoever reads it.
  if (/[\u0000-\u001f\u007f]/.test(path)) throw refuse("holds control characters");
  if (path.startsWith("/") || path.startsWith("~")) throw refuse("is absolute");
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw refuse("leads upwards with `..`");
  const [first, ...names] = parts;
  const root = roots.get(first ?? "");
  if (!root) throw refuse("is below no root");
  return { root, names };
}

export function told(roots: Roots): string {
  const each = [...roots.values()].map(
    ({ name, writable }) => `${name} (${writable ? "writable" : "read-only"})`,
  );
  return each.join(", ") || "there is none";
}
