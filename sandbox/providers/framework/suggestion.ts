import { distance } from "fastest-levenshtein";

/** What to write instead of a word that nobody knows. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = known.toSorted((a, b) => distance(word, a) - distance(word, b))[0];
  if (nearest !== undefined && distance(word, nearest) <= Math.max(2, word.length / 3))
    return `did you mean "${nearest}"?`;
  if (known.length === 0) return "remove it";
  return known.length <= 30
    ? `it can have: ${known.toSorted().join(", ")}`
    : "see its reference for what it can have";
}
