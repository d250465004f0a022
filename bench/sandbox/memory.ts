import { readFileSync } from "node:fs";

/** What the processes hold in memory, shared pages counted once for each that uses them, in MiB. */
export function resident(pids: readonly number[]): { resident: number; own: number } {
  const sums = pids.map((pid) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
    return { resident: kib("Rss"), own: kib("Pss") };
  });
  const mib = (name: "resident" | "own") =>
    Math.round(sums.reduce((sum, each) => sum + each[name], 0) / 1024);
  return { resident: mib("resident"), own: mib("own") };
}
