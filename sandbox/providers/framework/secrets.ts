import { type Path, type Properties, valueAt } from "./value.ts";

/**
 * Where in the outputs the secrets of the inputs can be found again. A list that an API answered with more
 * or fewer items is secret as a whole: nobody can say which of its items was the secret one.
 */
export function secretsOfOutputs(inputs: Properties, outputs: Properties, secrets: readonly Path[]): Path[] {
  return secrets.map((path) => {
    const end = path.findIndex((step, depth) => {
      const list = path.slice(0, depth);
      return typeof step === "number" && !sameLength(valueAt(inputs, list), valueAt(outputs, list));
    });
    return end < 0 ? path : path.slice(0, end);
  });
}

function sameLength(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length;
}
