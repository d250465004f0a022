import { fold } from "./fold.ts";

const before = 60;
const length = 240;

/** The part of a text where a word of the question stands, or its beginning. */
export function excerpt(text: string, question: string): string {
  const stems = wordsIn(question).map(stem);
  const found = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].find(([word]) => {
    const folded = fold(word);
    return stems.some((each) => folded.startsWith(each));
  });
  const from = found ? Math.max(0, found.index - before) : 0;
  // At the edge of a word, and never through the middle of a character.
  const start = from === 0 ? 0 : text.indexOf(" ", from) + 1;
  const part = text.slice(start, start + length).replace(/\p{Surrogate}/gu, "");
  return `${start > 0 ? "…" : ""}${part.replace(/\s+/g, " ").trim()}${start + length < text.length ? "…" : ""}`;
}

function wordsIn(question: string): string[] {
  return (
    fold(question)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Words are bent at their ends. */
function stem(word: string): string {
  return word.length > 5 ? word.slice(0, -2) : word;
}
