import { storable } from "./keep.ts";

/** In small letters without accents and marks, so that `GROSSE` finds `Größe`, on both databases alike. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l");
}

// The parser takes time, and an index entry may not exceed a megabyte.
const longest = 100_000;

export function searchable(text: string): string {
  return fold(storable(text.slice(0, longest)));
}
