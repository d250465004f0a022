import type { Lab } from "../lab/index.ts";
import type { Problem } from "../refusal.ts";
import { machinesIn } from "./device.ts";
import type { Traffic } from "./opening.ts";
import { groupName } from "./people.ts";
import type { Policy } from "./policy.ts";

const ADMINS = groupName("admin");
const SSH: Traffic = "tcp:22";

/** Whoever applies a policy that closes a machine to every admin needs a keyboard at that machine to mend it. */
export function lockedOut({ groups, grants }: Pick<Policy, "groups" | "grants">, lab: Lab): Problem[] {
  const machines = machinesIn(lab);
  const admins = groups[ADMINS] ?? [];
  const where = "the policy of the tailnet";
  if (machines.length > 0 && admins.length === 0)
    return [
      {
        where,
        what: `${ADMINS} is empty: nobody could enter ${machines.map(({ name }) => name).join(", ")}.`,
        fix: "leave an admin of the inventory's people in it",
      },
    ];
  const isOpen = (tag: string) =>
    grants.some(({ src, dst, ip }) => src.includes(ADMINS) && dst.includes(tag) && ip.includes(SSH));
  return machines
    .filter(({ tag }) => !isOpen(tag))
    .map(({ name, tag }) => ({
      where,
      what: `it would lock ${admins.join(" and ")} out of ${name}: no grant lets ${ADMINS} come to ${tag} by SSH.`,
      fix: `let the transform of the tailnet keep { src: ["${ADMINS}"], dst: ["${tag}"], ip: ["${SSH}"] }`,
    }));
}
