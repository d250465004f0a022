import type { z } from "zod";
import { Fault } from "../http/fault.ts";
import { isObject, type JsonObject } from "../http/json.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * Refuses a body that has not the schema's form. What the schema would return is not used: the body goes on as it came,
 * with every field that nobody here knows.
 */
export function checkBody(schema: z.ZodType, body: unknown): JsonObject {
  const result = schema.safeParse(body);
  if (result.success && isObject(body)) return body;
  const issues = result.error?.issues ?? [];
  const [first] = issues;
  const problem = first ? innermost(first) : { path: [], said: "expected a JSON object" };
  const param = pathOf(problem.path);
  const came = kindOf(at(body, problem.path));
  const others = issues.length - 1;
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? "problem" : "problems"})` : "";
  throw new Fault({
    status: 400,
    kind: "invalid_request",
    code: "invalid_value",
    param: param || undefined,
    message: `${param || "The body"}: ${problem.said}, but got ${came}${more}.`,
  });
}

interface Problem {
  path: Path;
  said: string;
}

/** Of a choice between forms, the one that the value comes nearest to: a list with a bad part is meant as a list. */
function innermost(issue: Issue): Problem {
  if (issue.code !== "invalid_union") return { path: issue.path, said: expectation(issue) };
  const branches = issue.errors.flatMap(([first]) => (first ? [innermost(first as Issue)] : []));
  const [deepest] = [...branches].sort((a, b) => b.path.length - a.path.length);
  if (deepest && deepest.path.length > 0) return { ...deepest, path: [...issue.path, ...deepest.path] };
  const forms = branches.map(({ said }) => said.replace(/^expected /, ""));
  return { path: issue.path, said: `expected ${[...new Set(forms)].join(" or ")}` };
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${names[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_small":
      if (issue.origin === "array") return `expected at least ${issue.minimum} in the list`;
      if (issue.origin === "string") return "expected a text that is not empty";
      return `expected ${issue.minimum} or more`;
    case "too_big":
      return `expected ${issue.maximum} or less`;
    case "custom":
      return issue.message;
    default:
      return `expected another form (${issue.message})`;
  }
}

const names: Record<string, string> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Says what came without quoting it: it may be a piece of a prompt. */
function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value === "") return "an empty string";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? "a string" : "an object";
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inside, key) => (typeof inside === "object" && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  );
}

/** `messages[2].content` */
function pathOf(path: Path): string {
  return path.reduce<string>((said, key) => {
    if (typeof key === "number") return `${said}[${key}]`;
    return said ? `${said}.${String(key)}` : String(key);
  }, "");
}
