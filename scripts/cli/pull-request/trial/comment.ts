import { fenced, shortened } from "../markdown.ts";
import type { Step } from "./steps.ts";

/** Of what a program says, as much as a reader needs; the log of the run has all of it. */
const MOST = 8_000;

export interface Told {
  number: number;
  steps: Step[];
  commit: string;
  run: string | undefined;
}

/** How the test of a pull request went, for whoever reviews it. */
export function trialComment({ number, steps, commit, run }: Told): string {
  const failed = steps.find(({ well }) => !well);
  const verdict = failed
    ? `❌ On a machine of its own this does not hold: ${failed.what}`
    : "✅ It works on a machine and a cluster of its own";
  const rows = steps.map(
    ({ what, well, seconds }) => `| ${what} | ${well ? "yes" : "**no**"} | ${Math.round(seconds)} s |`,
  );
  return [
    `## ${verdict}`,
    `Commit \`${commit.slice(0, 12)}\`${run ? ` · [run](${run})` : ""} · \`pr-${number}\`, which goes when this is closed`,
    ["| step | went well | took |", "|---|---|---|", ...rows].join("\n"),
    ...(failed ? [fenced(shortened(failed.why, MOST))] : []),
  ].join("\n\n");
}
