import type { StackValidationPolicy } from "@pulumi/policy";
import type { Resource } from "./resource.ts";
import type { Rule } from "./rule.ts";
import type { Unseen } from "./said.ts";

const SHOWN = 3;

/** Everything that the rules could not see before the update, so that nobody takes their silence for a promise. */
export class Blind {
  readonly #spots = new Map<string, Set<string>>();

  to({ id }: Rule, { path }: Unseen, { name }: Resource): void {
    const key = `${id} could not see ${path} of`;
    const names = this.#spots.get(key) ?? new Set();
    this.#spots.set(key, names.add(name));
  }

  /** One line for each rule and place, and the page is turned: the update that follows a preview sees for itself. */
  tell(): string[] {
    const lines = [...this.#spots].map(([key, names]) => `${key} ${several([...names])}`);
    this.#spots.clear();
    return lines;
  }
}

/** Says at the end of a preview what was not judged. */
export function blindSpots(blind: Blind): StackValidationPolicy {
  return {
    name: "not-seen",
    description: "What is known only by the update is judged only then.",
    enforcementLevel: "advisory",
    validateStack: (_, report) => {
      const lines = blind.tell();
      if (lines.length > 0)
        report(`not known before the update, and judged when it is:\n  ${lines.join("\n  ")}`);
    },
  };
}

function several(names: string[]): string {
  const rest = names.length - SHOWN;
  return rest > 1 ? `${names.slice(0, SHOWN).join(", ")} and ${rest} more` : names.join(", ");
}
