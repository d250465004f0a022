import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** One fault: where in the data, what is wrong with it, and what to write. */
export interface Fault {
  path: PropertyKey[];
  says: string;
  fix: string;
}

export function explain(issue: Issue): Fault[] {
  if (issue.code === "unrecognized_keys") return explainKeys(issue);
  if (issue.code === "invalid_union") return explainUnion(issue);
  // A key is told from its owner: its own path would read as if the value under it were wrong.
  if (issue.code === "invalid_key") return [told({ ...issue, path: issue.path.slice(0, -1) })];
  return [told(issue)];
}

/** The words of one issue; see `words` in fault.ts for the form. */
function told({ path, message }: Issue): Fault {
  const [says = "", fix = "correct it"] = message.split("\n");
  return { path, says, fix };
}

function explainKeys({ path, keys, message }: z.core.$ZodIssueUnrecognizedKeys): Fault[] {
  const fixes = message.split("\n");
  return keys.map((key, index) => ({
    path: [...path, key],
    says: "is not something that can be said here",
    fix: fixes[index] ?? "remove it",
  }));
}

/** Of a union's forms, the one that was probably meant tells what is wrong; the others only confuse. */
function explainUnion(union: z.core.$ZodIssueInvalidUnion): Fault[] {
  const forms = union.errors
    .filter((issues) => !issues.some(isOtherKind))
    .toSorted((a, b) => cost(a) - cost(b));
  const [nearest, second] = forms;
  if (!nearest || (second && cost(second) === cost(nearest) && !mixes(nearest, second))) return [told(union)];
  const mixed = second && mixes(nearest, second);
  if (mixed) return [{ path: union.path, says: `says both ${mixed}`, fix: "keep one of them" }];
  return nearest.flatMap((issue) => explain({ ...issue, path: [...union.path, ...issue.path] } as Issue));
}

/** Text where the form is an object, and the like: the person did not mean this form. */
function isOtherKind(issue: Issue): boolean {
  return issue.path.length === 0 && ["invalid_type", "invalid_value"].includes(issue.code);
}

function cost(issues: Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
}

/** Two forms mixed into one: each knows a key that the other refuses. */
function mixes(one: Issue[], other: Issue[]): string | undefined {
  const ofOther = strangers(one).find((key) => !strangers(other).includes(key));
  const ofOne = strangers(other).find((key) => !strangers(one).includes(key));
  return ofOne && ofOther && `${ofOne} and ${ofOther}`;
}

function strangers(issues: Issue[]): string[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [],
  );
}
