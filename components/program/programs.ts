import { type Problem, Refusal, refuse } from "../refusal.ts";
import { bundle } from "./bundle.ts";
import type { Bundle, Programs } from "./program.ts";

/** Builds each of these programs once, side by side, and says all that is wrong with any of them. */
export async function buildPrograms(names: Iterable<string>): Promise<Programs> {
  const wanted = [...new Set(names)];
  const results = await Promise.allSettled(wanted.map((name) => bundle(name)));
  refuse(results.flatMap((result) => (result.status === "rejected" ? problemsOf(result.reason) : [])));
  const built = new Map(
    results.flatMap((result): [string, Bundle][] =>
      result.status === "fulfilled" ? [[result.value.name, result.value]] : [],
    ),
  );
  return (name) => {
    const program = built.get(name);
    if (!program) throw new Error(`the program ${name} was asked for before it was built`);
    return program;
  };
}

function problemsOf(reason: unknown): Problem[] {
  if (reason instanceof Refusal) return reason.problems;
  throw reason;
}
