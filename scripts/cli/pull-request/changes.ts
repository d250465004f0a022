import type { Difference } from "../engine/difference.ts";
import { type Counts, changes, type Op, ops } from "../engine/op.ts";
import type { Result } from "../engine/result.ts";
import type { Change } from "../engine/tally.ts";
import { fenced, shortened } from "./markdown.ts";

const WORDS: Record<Op, string> = {
  delete: "**DELETE**",
  replace: "**REPLACE**",
  update: "change",
  create: "create",
  import: "import",
  read: "read",
  same: "unchanged",
};

/** The first letter colours a line of a diff. */
const SIGNS: Record<Op, string> = {
  delete: "-",
  replace: "!",
  update: "!",
  create: "+",
  import: "+",
  read: " ",
  same: " ",
};

export function countsOf(counts: Counts): string {
  return ops
    .filter((op) => counts[op] > 0)
    .map((op) => `${WORDS[op]} ${counts[op]}`)
    .join(" · ");
}

/** The gravest of what would be done. */
export function severityOf(results: Result[]): "none" | "change" | "loss" {
  if (results.some(({ counts }) => counts.delete + counts.replace > 0)) return "loss";
  return results.some(({ counts }) => changes(counts) > 0) ? "change" : "none";
}

/** What is deleted or replaced by name, in the open; all else folded. */
export function changesSection({ stack, changed }: Result, room: number): string {
  const grave = changed.filter(({ op }) => op === "delete" || op === "replace");
  const loud = shortened(
    grave.map(({ op, name, type }) => `- ${WORDS[op]} \`${name}\` (${type})`).join("\n"),
    room / 3,
  );
  const diff = shortened(changed.map(lines).join("\n"), (room * 2) / 3);
  const folded = `<details><summary>All ${changed.length} changes of ${stack}</summary>\n\n${fenced(diff, "diff")}\n\n</details>`;
  return [grave.length > 0 ? `### ${stack}\n\n${loud}` : "", folded].filter(Boolean).join("\n\n");
}

function lines({ op, name, type, diff }: Change): string {
  const properties = op === "create" ? [] : diff.map(property);
  return [`${SIGNS[op]} ${op} ${name} (${type})`, ...properties].join("\n");
}

function property({ path, before, after, replaces }: Difference): string {
  const [from, to] = [before, after].map((value) =>
    value === undefined ? "" : short(JSON.stringify(value)),
  );
  const values = from || to ? `: ${from || "(none)"} -> ${to || "(none)"}` : "";
  return `    ${path}${values}${replaces ? "  # forces the replacement" : ""}`;
}

const LONGEST = 160;

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
