import type { Policy } from "./schema.ts";

/** What is wrong with a policy, and where: the vendor's words first, then what to do. */
export class PolicyProblem extends Error {}

/** Runs a check of one part, and says which part it was. */
export function at<Result>(place: string, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    if (error instanceof PolicyProblem) throw new PolicyProblem(`${place}: ${error.message}`);
    throw error;
  }
}

/** The parts of a policy that others name. */
export type Names = Pick<Policy, "groups" | "hosts" | "ipsets" | "tagOwners" | "postures">;
