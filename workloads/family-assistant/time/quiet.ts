import { wallOf } from "./rhythm.ts";

/** Hours in which nobody is reminded, by the clock on the wall; they may last over midnight. */
export interface Quiet {
  from: string;
  to: string;
}

export function isQuiet(quiet: Quiet | undefined, zone: string, at: Date): boolean {
  if (!quiet) return false;
  const now = wallOf(at, zone).toPlainTime().toString({ smallestUnit: "minute" });
  const { from, to } = quiet;
  return from <= to ? from <= now && now < to : now >= from || now < to;
}
