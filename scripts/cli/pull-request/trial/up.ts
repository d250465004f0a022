import { placeOf, stackOf } from "../../../../stacks/pull-request/number.ts";
import { exits, Stop } from "../../exits.ts";
import { note } from "../../log.ts";
import { Bench, type TrialAccess } from "./bench.ts";
import { takeDown } from "./down.ts";
import { TrialStacks } from "./stacks.ts";
import { apiStep, engineStep, type Patience, type Step } from "./steps.ts";

export interface UpArgs {
  number: number;
  access: TrialAccess;
  /** Whether anybody still wants it: asked before anything is made, and after. */
  isOpen: () => Promise<boolean>;
  patience: Patience;
}

export interface Trial {
  /** Closed before or while it ran: then nothing is left of it. */
  closed: boolean;
  steps: Step[];
  /** What of it no comment may show. */
  secrets: Bench["secrets"];
}

/** Makes the machine, then what stands on it, and looks whether it stays as it is. It goes on where an earlier job has ended. */
export async function bringUp({ number, access, isOpen, patience }: UpArgs): Promise<Trial> {
  const stack = stackOf(number);
  const bench = await Bench.of(stack, access);
  try {
    const stacks = new TrialStacks(bench.engine.environment);
    if (!(await isOpen())) return await nothingLeft({ number, bench, patience, steps: [] });
    await mustHaveRoom(number, stacks);
    await stacks.make(stack);
    const steps = await stepsOf({ number, stack, access, bench, patience });
    if (!(await isOpen())) return await nothingLeft({ number, bench, patience, steps });
    return { closed: false, steps, secrets: bench.secrets };
  } finally {
    bench.close();
  }
}

/** Whether what an earlier job has made still is as it is declared. */
export async function lookAt({ number, access, patience }: Omit<UpArgs, "isOpen">): Promise<Step[]> {
  const stack = stackOf(number);
  const bench = await Bench.of(stack, access);
  try {
    if (!(await new TrialStacks(bench.engine.environment).has(stack)))
      throw new Stop(
        `pull request ${number} has no test\n  fix: npx lab pr test up --number ${number}`,
        exits.usage,
      );
    bench.tell(true);
    return [await stays({ stack, bench, patience })];
  } finally {
    bench.close();
  }
}

function stays(at: Pick<StepArgs, "stack" | "bench" | "patience">): Promise<Step> {
  return engineStep("a second update changes nothing", "preview up", at);
}

interface StepArgs {
  number: number;
  stack: string;
  access: TrialAccess;
  bench: Bench;
  patience: Patience;
}

async function stepsOf({ number, stack, access, bench, patience }: StepArgs): Promise<Step[]> {
  const at = { stack, bench, patience };
  const todo: (() => Promise<Step>)[] = [
    () => {
      bench.tell(false);
      return engineStep("the machine is made", "up", at);
    },
    ...(access.kubeconfig === undefined
      ? [() => apiStep("its cluster answers", placeOf(number).lan, patience)]
      : []),
    () => {
      bench.tell(true);
      return engineStep("the services run, and find each other", "up", at);
    },
    () => stays(at),
  ];
  const steps: Step[] = [];
  for (const each of todo) {
    const step = await each();
    steps.push(step);
    if (!step.well) break;
  }
  return steps;
}

async function nothingLeft({
  number,
  bench,
  patience,
  steps,
}: Pick<StepArgs, "number" | "bench" | "patience"> & { steps: Step[] }): Promise<Trial> {
  note(`pull request ${number} was closed meanwhile: nothing is left of its test`);
  const gone = await takeDown({ number, patience, force: false });
  return { closed: true, steps: [...steps, ...gone], secrets: bench.secrets };
}

/** There are as many places as addresses that are kept free. */
async function mustHaveRoom(number: number, stacks: TrialStacks): Promise<void> {
  const { sharesWith, lan } = placeOf(number);
  const other = (await stacks.all()).find((each) => sharesWith(each.number));
  if (other)
    throw new Stop(
      `${other.stack} stands at ${lan}, where the test of pull request ${number} would\n  fix: close pull request ${other.number}, or npx lab pr test down --number ${other.number}`,
      exits.noRoom,
    );
}
