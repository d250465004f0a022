import { houseOf, type Lab, readLab } from "../components/lab/index.ts";
import { suggestion } from "../components/nearest.ts";
import { type Problem, Refusal, refuse } from "../components/refusal.ts";
import { registerOf, strayRotations } from "../components/rotation/index.ts";
import { declaredIn } from "./declared.ts";
import { labSpecOf, type Said } from "./houses.ts";
import { pullRequestOf } from "./pull-request/number.ts";
import { rotationsIn } from "./rotations.ts";

/** Every stack of this project, and the inventory that it stands on. What a stack is, is in the folder of its name. */
const inventories = {
  homelab: async () => (await import("./homelab/inventory/index.ts")).inventory,
  "gaming-pc": async () => (await import("./gaming-pc/inventory.ts")).inventory,
};

export type StackName = keyof typeof inventories;
export const stackNames = Object.keys(inventories) as StackName[];

/** A stack's lab as checked, plain data: no engine, no cluster, no secret is needed to read it. */
export async function labOf(stack: string): Promise<Lab> {
  const number = pullRequestOf(stack);
  if (number !== undefined) return (await import("./pull-request/lab.ts")).pullRequestLab(number);
  if (!isStack(stack)) throw unknownStack(stack);
  const lab = readLab(labSpecOf(stack, await Promise.all(stackNames.map(saidBy))));
  const rotations = rotationsIn(stack);
  refuse([
    ...strayRotations(registerOf(lab), Object.keys(rotations.spec as object), rotations.file),
    ...houseOfNobody(lab),
  ]);
  return lab;
}

async function saidBy(stack: StackName): Promise<Said> {
  const [spec, services] = await Promise.all([
    inventories[stack](),
    declaredIn(new URL(`./${stack}/services/`, import.meta.url)),
  ]);
  return {
    name: stack,
    inventory: { file: `stacks/${stack}/inventory`, spec },
    services,
    rotations: rotationsIn(stack),
  };
}

/** Its names would be believed under a root that nobody was given. */
export function houseOfNobody(lab: Pick<Lab, "name" | "inventory">): Problem[] {
  const house = houseOf(lab);
  if (isStack(house)) return [];
  return [
    {
      where: `stacks/${lab.name}/inventory`,
      what: `${lab.name} stands in the house of ${house}, which is no stack.`,
      fix: suggestion(house, stackNames),
    },
  ];
}

export function isStack(name: string): name is StackName {
  return name in inventories;
}

export function unknownStack(name: string): Refusal {
  return new Refusal([
    {
      where: `stack ${name}`,
      what: "this project has no such stack.",
      facts: [`stacks: ${stackNames.join(", ")}`],
      fix: `use one of these, or declare it in stacks/labs.ts with a folder stacks/${name}`,
    },
  ]);
}
