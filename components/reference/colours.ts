import { compare } from "./graph.ts";

/** Twelve hues that keep apart for most eyes, each light enough for dark letters on it. */
const HUES = [
  "#cfe8fc",
  "#fde2c8",
  "#d6f0d2",
  "#fbd5d9",
  "#e3dbf8",
  "#f7edb5",
  "#cdf0ee",
  "#f6d6ee",
  "#e2e6ea",
  "#e9dccb",
  "#d9e4b8",
  "#c9d3f5",
] as const;

/** A colour for each group: the same in every picture of one lab. */
export function coloursOf(groups: string[]): Map<string, string> {
  const known = [...new Set(groups)].sort(compare);
  return new Map(known.map((group, at) => [group, HUES[at % HUES.length] ?? HUES[0]]));
}
