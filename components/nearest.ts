import { distance } from "fastest-levenshtein";

/** What to write instead of a name that nobody knows: the one that was probably meant, or all there are. */
export function suggestion(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  return known.length > 0 ? `use one of: ${known.join(", ")}` : "remove it";
}

/** The name that was probably meant: "prod" and "Production" are production, "coer" is core. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [first] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
  const slips = name.length < 4 ? 1 : Math.max(2, name.length / 3);
  if (first !== undefined && distance(name, first) <= slips) return first;
  return known.find((each) => begins(name, each));
}

function begins(name: string, known: string): boolean {
  const [one, other] = [name.toLowerCase(), known.toLowerCase()];
  if (one === other) return true;
  return Math.min(one.length, other.length) > 2 && (one.startsWith(other) || other.startsWith(one));
}
