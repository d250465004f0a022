import { distance } from "fastest-levenshtein";

/** What to write instead of a name that nobody knows: the one that was probably meant, or all there are. */
export function suggestion(name: string, known: string[]): string {
  const meant = known.find((each) => each.length > 2 && alike(name, each)) ?? nearest(name, known);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  return known.length > 0 ? `use one of: ${known.join(", ")}` : "remove it";
}

/** "Production", "prod" and "productions" all mean production. */
function alike(name: string, known: string): boolean {
  const [one, other] = [name.toLowerCase(), known.toLowerCase()];
  return one === other || (one.length > 2 && (one.startsWith(other) || other.startsWith(one)));
}

function nearest(name: string, known: string[]): string | undefined {
  const [first] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
  return first !== undefined && distance(name, first) <= Math.max(1, name.length / 3) ? first : undefined;
}
