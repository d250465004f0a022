import type { Lab } from "../lab.ts";

/** Whom the house writes to when it needs somebody: their addresses of e-mail. */
export function administrators({ inventory }: Pick<Lab, "inventory">): string {
  return Object.values(inventory.people)
    .filter(({ groups }) => groups.includes("admin"))
    .map(({ email }) => email)
    .join(", ");
}
