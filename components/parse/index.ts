import type { z } from "zod";
import type { Problem } from "../refusal.ts";
import { explain } from "./explain.ts";
import { inWords } from "./words.ts";

export type Parsed<T> = { value: T; problems: [] } | { value?: undefined; problems: Problem[] };

/** Reads data against its schema. Every fault becomes a Problem that names the place in the person's words. */
export function parse<S extends z.ZodType>(schema: S, data: unknown, where: string): Parsed<z.output<S>> {
  const result = schema.safeParse(data, { error: inWords });
  if (result.success) return { value: result.data, problems: [] };
  return {
    problems: result.error.issues.flatMap(explain).map(({ path, says, fix }) => ({
      where,
      what: `${written(path)} ${says}.`,
      fix,
    })),
  };
}

/** A path as one would write it in TypeScript: `volumes["/config"].size`. */
function written(path: PropertyKey[]): string {
  if (path.length === 0) return "the whole of it";
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[A-Za-z_]\w*$/.test(String(step))) return `[${JSON.stringify(String(step))}]`;
      return index === 0 ? String(step) : `.${String(step)}`;
    })
    .join("");
}
