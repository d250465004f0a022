import { nearest } from "../../components/nearest.ts";

/** What was probably meant, and what can be said: for a word that is not among the known ones. */
export function proposal(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return `${meant ? `did you mean "${meant}"? ` : ""}known: ${known.join(", ") || "none"}`;
}
