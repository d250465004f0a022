import type { ClusterCapacity } from "../../../sandbox/index.ts";
import { changes } from "../engine/op.ts";
import type { Result } from "../engine/result.ts";
import { unplaced } from "../view/capacity.ts";
import { changesSection, countsOf, severityOf } from "./changes.ts";
import { type Doors, doorsSection } from "./doors.ts";
import { fenced, shortened } from "./markdown.ts";
import { capacitySection } from "./nodes.ts";
import { violationsSection } from "./violations.ts";

/** What is known of a proposed change, by everything that looked at it. */
export interface Findings {
  results: Result[];
  /** Every node as it would be, and as it is declared without the change. */
  placement: ClusterCapacity[];
  before: ClusterCapacity[];
  /** Services and how they are reached, before and after; nothing where the state before could not be read. */
  doors: Doors | undefined;
  waivers: string[];
  commit: string;
  run: string | undefined;
}

/** Forges take 65,536 letters at most; some of them count bytes. */
const MOST = 60_000;

/** One comment for all stacks: what hurts comes first, and what is long is folded, and cut where it must be. */
export function commentOn(findings: Findings): string {
  const { results, placement, before, doors, waivers } = findings;
  const head = [
    headline(findings),
    stacksTable(results),
    ...results.map(failuresOf),
    violationsSection(results, waivers),
    capacitySection(placement, before),
    doorsSection(doors),
  ];
  const summary = shortened(head.filter(Boolean).join("\n\n"), MOST / 2);
  const room = MOST - Buffer.byteLength(summary);
  const changed = results.filter(({ counts }) => changes(counts) > 0);
  const details = changed.map((result) => changesSection(result, Math.floor(room / changed.length) - 200));
  return [summary, ...details].join("\n\n");
}

function headline({ results, placement, commit, run }: Findings): string {
  const verdict = verdictOf(results, unplaced(placement).length);
  const where = run ? ` · [run](${run})` : "";
  return `## ${verdict}\n\nCommit \`${commit.slice(0, 12)}\`${where}`;
}

function verdictOf(results: Result[], homeless: number): string {
  const failed = results.filter(({ outcome }) => outcome !== "succeeded").map(({ stack }) => stack);
  if (failed.length > 0)
    return `❌ The preview of ${failed.join(" and ")} ${results.some(isRefused) ? "is refused" : "fails"}`;
  if (homeless > 0) return `❌ ${homeless} pods would find no node`;
  const worst = severityOf(results);
  if (worst === "none") return "✅ Nothing would change";
  return worst === "loss" ? "🔥 This deletes or replaces" : "✏️ What would change";
}

function isRefused({ outcome }: Result): boolean {
  return outcome === "refused";
}

function stacksTable(results: Result[]): string {
  const rows = results.map(({ stack, outcome, counts }) => `| ${stack} | ${outcome} | ${countsOf(counts)} |`);
  return ["| stack | preview | changes |", "|---|---|---|", ...rows].join("\n");
}

function failuresOf({ stack, messages }: Result): string {
  const errors = messages.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return "";
  return [`**${stack} says:**`, ...errors.map(({ text }) => fenced(text))].join("\n\n");
}
