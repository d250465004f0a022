import type { Problem } from "../../refusal.ts";
import type { Service } from "../lab.ts";

/** A problem is told at the file of the service that can mend it. */
export function problem(
  { file }: Pick<Service, "file">,
  { what, facts, fix }: Omit<Problem, "where">,
): Problem {
  return { where: file, what, ...(facts && facts.length > 0 && { facts }), fix };
}
