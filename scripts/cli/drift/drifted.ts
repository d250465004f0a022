import type { Lab } from "../../../components/lab/index.ts";
import { telling } from "../engine/difference.ts";
import type { Change } from "../engine/tally.ts";
import type { Writer } from "./managers.ts";
import { type Owner, ownerOf } from "./owner.ts";

/** Something that is not as this program left it, and what one can do about that. */
export interface Drifted {
  change: Change;
  owner: Owner;
  fields: string[];
  /** Who did it, where somebody kept account of that. */
  writers: Writer[];
  repair: string;
  accept: string;
}

export function driftedOf(change: Change, lab: Lab, writers: Writer[], sandbox: boolean): Drifted {
  const { urn, op, diff } = change;
  const owner = ownerOf(change, lab);
  const fields = telling(diff).map(({ path }) => path);
  const stack = sandbox ? `${lab.name} --sandbox` : lab.name;
  const target = `${stack} --target '${urn}'`;
  return {
    change,
    owner,
    fields: op === "delete" ? [] : fields,
    writers,
    repair: `npx lab up ${target}`,
    accept:
      op === "delete"
        ? `take it out of ${owner.file}, then npx lab refresh ${target}`
        : `write into ${owner.file} what makes ${fields.join(" and ") || "it"} so; npx lab up ${stack} then finds nothing to change`,
  };
}
