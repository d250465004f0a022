import { stackOf } from "../../../../stacks/pull-request/number.ts";
import { note } from "../../log.ts";
import { Bench } from "./bench.ts";
import { TrialStacks } from "./stacks.ts";
import { engineStep, type Patience, type Step } from "./steps.ts";

export interface DownArgs {
  number: number;
  patience: Patience;
  /** Takes the lock of a job away that has not ended in all that time: it was killed. */
  force: boolean;
}

/** Destroys what is there, after whoever is at work on it, and forgets it. Nothing to do is no fault. */
export async function takeDown({ number, patience, force }: DownArgs): Promise<Step[]> {
  const stack = stackOf(number);
  const bench = await Bench.of(stack);
  try {
    const stacks = new TrialStacks(bench.engine.environment);
    if (!(await stacks.has(stack))) return [];
    const what = "everything is destroyed";
    let gone = await engineStep(what, "destroy", { stack, bench, patience });
    if (!gone.well && force && gone.locked) {
      note(`${stack}: whoever held it is gone, its lock is taken away`);
      await stacks.unlock(stack);
      gone = await engineStep(what, "destroy", { stack, bench, patience });
    }
    // Another job was quicker, after we had looked: nothing is left to be destroyed.
    if (!gone.well && !(await stacks.has(stack))) return [];
    const isGone = gone.well && (await stacks.remove(stack));
    return isGone || !gone.well ? [gone] : await takeDown({ number, patience, force });
  } finally {
    bench.close();
  }
}
