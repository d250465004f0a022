import { distance } from "fastest-levenshtein";

/** What was probably meant, and what can be said: for a word that is not among the known ones. */
export function proposal(word: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((a, b) => distance(word, a) - distance(word, b));
  const close = nearest && distance(word, nearest) <= Math.max(2, word.length / 3);
  return `${close ? `did you mean "${nearest}"? ` : ""}known: ${known.join(", ") || "none"}`;
}
