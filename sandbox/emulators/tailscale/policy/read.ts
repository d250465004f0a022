import type { z } from "zod";
import { suggestion } from "../../../providers/framework/suggestion.ts";
import { MalformedHuJson, parseHuJson } from "../../../providers/tailscale/hujson.ts";
import type { Access } from "./access.ts";
import { checkPolicy } from "./check.ts";
import { PolicyProblem } from "./problem.ts";
import { type Policy, policyFields, policySchema } from "./schema.ts";

/** A policy that holds together: every name in it is declared, every rule can be followed. */
export interface ReadPolicy {
  policy: Policy;
  accesses: Access[];
  /** As JSON, with the names that its author used. */
  json: unknown;
  /** On which line a rule begins. */
  lineOf(access: Access): number;
}

/** Throws a PolicyProblem where the text is no policy. */
export function readPolicy(text: string): ReadPolicy {
  const { value, lineOf } = parse(text);
  const parsed = policySchema.safeParse(value);
  if (!parsed.success) throw new PolicyProblem(problemOf(parsed.error));
  const policy = parsed.data;
  return {
    policy,
    accesses: checkPolicy(policy),
    json: value,
    lineOf: ({ rule }) => {
      const list = Object.entries(value as object).find(([key]) => key.toLowerCase() === rule.place)?.[1];
      return lineOf(list?.[rule.index] ?? value) ?? 1;
    },
  };
}

function parse(text: string) {
  try {
    const { value, lineOf } = parseHuJson(text);
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new PolicyProblem("a policy is an object");
    return { value, lineOf };
  } catch (error) {
    if (error instanceof MalformedHuJson) throw new PolicyProblem(`parse error: ${error.message}`);
    throw error;
  }
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const place = issue?.path.reduce<string>(
    (path, step) => (typeof step === "number" ? `${path}[${step}]` : `${path}.${String(step)}`),
    "",
  );
  if (issue?.code === "unrecognized_keys" && issue.keys[0] !== undefined) {
    const hint = place === "" ? `; ${suggestion(issue.keys[0], policyFields)}` : "";
    return `unknown field "${issue.keys[0]}"${place ? ` in ${place.slice(1)}` : ""}${hint}`;
  }
  return place ? `${place.slice(1)}: ${issue?.message}` : String(issue?.message);
}
