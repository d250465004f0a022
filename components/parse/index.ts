import { distance } from "fastest-levenshtein";
import { z } from "zod";
import type { Problem } from "./refusal.ts";

export type Parsed<T> = { value: T; problems: [] } | { value?: undefined; problems: Problem[] };

/** Reads data against its schema. Every fault becomes a Problem that names the place in the person's words. */
export function parse<S extends z.ZodType>(schema: S, data: unknown, where: string): Parsed<z.output<S>> {
  const result = schema.safeParse(data);
  if (result.success) return { value: result.data, problems: [] };
  return { problems: result.error.issues.flatMap((issue) => explain(issue, schema, where)) };
}

function explain(issue: z.core.$ZodIssue, schema: z.ZodType, where: string): Problem[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      where,
      what: `${quote([...path, key])} is not something that can be said here.`,
      fix: suggestion(key, known),
    }));
  }
  if (issue.code === "invalid_union") return explainUnion(issue, schema, where);
  return [{ where, what: `${quote(path)}: ${issue.message}`, fix: `correct ${quote(path)}` }];
}

/** Of a union's branches, the one that came nearest tells what is wrong; the others only confuse. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, schema: z.ZodType, where: string): Problem[] {
  const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
  const [first] = nearest ?? [];
  if (!first)
    return [
      {
        where,
        what: `${quote(issue.path.map(String))}: ${issue.message}`,
        fix: "use one of the forms that the type allows",
      },
    ];
  return explain({ ...first, path: [...issue.path, ...first.path] } as z.core.$ZodIssue, schema, where);
}

function depth(issues: z.core.$ZodIssue[]): number {
  return Math.max(
    0,
    ...issues.map((issue) => issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0)),
  );
}

function suggestion(key: string, known: string[]): string {
  const nearest = known.toSorted((a, b) => distance(key, a) - distance(key, b))[0];
  if (nearest && distance(key, nearest) <= Math.max(2, key.length / 3)) return `did you mean "${nearest}"?`;
  return known.length > 0 ? `remove it, or use one of: ${known.join(", ")}` : "remove it";
}

function quote(path: string[]): string {
  return path.length > 0 ? path.join(".") : "the value";
}

/** The keys that the schema knows at a path; a union knows those of all its branches. */
function keysAt(schema: z.ZodType, path: string[]): string[] {
  let here: z.core.$ZodType[] = [schema];
  for (const step of path) here = here.flatMap((each) => childrenOf(each, step));
  return [
    ...new Set(
      here.flatMap(unwrap).flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : [])),
    ),
  ];
}

function childrenOf(schema: z.core.$ZodType, step: string): z.core.$ZodType[] {
  return unwrap(schema).flatMap((each) => {
    if (each instanceof z.ZodObject) return each.shape[step] ? [each.shape[step]] : [];
    if (each instanceof z.ZodRecord) return [each.valueType];
    if (each instanceof z.ZodArray) return [each.element];
    return [];
  });
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return unwrap(schema.unwrap());
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((each) => unwrap(each as z.core.$ZodType));
  return [schema];
}
