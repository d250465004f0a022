import type { Lab } from "../../../components/lab/index.ts";
import { labOf, stackNames } from "../../../stacks/labs.ts";
import { exits, Stop } from "../exits.ts";
import { proposal } from "../nearest.ts";

/** The named stacks, or all of them where none is named. */
export function stacksNamed(names: string[]): string[] {
  const all: readonly string[] = stackNames;
  for (const name of names)
    if (!all.includes(name))
      throw new Stop(`there is no stack "${name}"; ${proposal(name, all)}`, exits.usage);
  return all.filter((name) => names.length === 0 || names.includes(name));
}

export function labsOf(stack: string | undefined): Promise<Lab[]> {
  return Promise.all(stacksNamed(stack ? [stack] : []).map(labOf));
}
