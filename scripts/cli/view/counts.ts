import { type Counts, type Op, ops } from "../engine/op.ts";
import { colours } from "../terminal.ts";

type Paint = (text: string) => string;

/** How an operation is written: its sign in a list, its word in a sentence, and the colour of both. */
export const marks: Record<Op, { sign: string; planned: string; done: string; paint: Paint }> = {
  replace: {
    sign: "±",
    planned: "to replace",
    done: "replaced",
    paint: (text) => colours.bold(colours.magenta(text)),
  },
  delete: {
    sign: "-",
    planned: "to delete",
    done: "deleted",
    paint: (text) => colours.bold(colours.red(text)),
  },
  update: { sign: "~", planned: "to change", done: "changed", paint: (text) => colours.yellow(text) },
  create: { sign: "+", planned: "to create", done: "created", paint: (text) => colours.green(text) },
  import: { sign: "=", planned: "to import", done: "imported", paint: (text) => colours.cyan(text) },
  read: { sign: "<", planned: "to read", done: "read", paint: (text) => colours.dim(text) },
  same: { sign: " ", planned: "unchanged", done: "unchanged", paint: (text) => colours.dim(text) },
};

/** `2 to replace, 5 to create, 310 unchanged`: what may hurt comes first. */
export function countsInWords(counts: Counts, tense: "planned" | "done"): string {
  const words = ops
    .filter((op) => counts[op] > 0)
    .map((op) => marks[op].paint(`${counts[op]} ${marks[op][tense]}`));
  return words.join(", ") || "nothing there";
}

/** `±2 +5`: what has happened so far, for a line that is rewritten all the time. */
export function countsInSigns(counts: Counts): string {
  return ops
    .filter((op) => op !== "same" && op !== "read" && counts[op] > 0)
    .map((op) => `${marks[op].sign}${counts[op]}`)
    .join(" ");
}
