import { note } from "../../log.ts";
import { takeDown } from "./down.ts";
import { type Standing, TrialStacks } from "./stacks.ts";
import type { Patience } from "./steps.ts";

export interface ReapArgs {
  environment: NodeJS.ProcessEnv;
  isOpen: (number: number) => Promise<boolean>;
  /** Older ones are taken down although their pull request is open: its next push makes another. */
  days: number;
  patience: Patience;
  now: Date;
}

/** What is to go, and why; what cannot be asked for stays, and is told. */
export interface Leftover extends Standing {
  because: string;
}

const DAY = 86_400_000;

export async function leftovers(
  standing: Standing[],
  { isOpen, days, now }: Pick<ReapArgs, "isOpen" | "days" | "now">,
): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for (const each of standing) {
    const age = Math.floor((now.valueOf() - each.changed.valueOf()) / DAY);
    if (!(await isOpen(each.number))) found.push({ ...each, because: "its pull request is closed" });
    else if (age >= days) found.push({ ...each, because: `nothing was done with it for ${age} days` });
  }
  return found;
}

/** Takes down whatever nobody needs, one after the other; whether all of it is gone. */
export async function reap(args: ReapArgs): Promise<boolean> {
  const stacks = new TrialStacks(args.environment);
  let well = true;
  for (const { stack, number, because } of await leftovers(await stacks.all(), args)) {
    const steps = await takeDown({ number, patience: args.patience, force: true });
    const failed = steps.find((step) => !step.well);
    note(`${stack}: ${because}; ${failed ? `and it could not be destroyed: ${failed.why}` : "it is gone"}`);
    well &&= !failed;
  }
  return well;
}
