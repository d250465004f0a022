import { type Difference, telling } from "../engine/difference.ts";
import type { Change } from "../engine/tally.ts";
import { table } from "../table.ts";
import { colours, width } from "../terminal.ts";
import { marks } from "./counts.ts";

/** More new resources than this are told by what they are parts of: nobody reads five hundred lines. */
const FEW = 20;

export function changeList(changed: Change[], withValues: boolean): string {
  const created = changed.filter(({ op }) => op === "create");
  const collapse = created.length > FEW && !withValues;
  const listed = collapse ? changed.filter(({ op }) => op !== "create") : changed;
  const parts = withValues ? listed.map(withDifferences) : [lines(listed)];
  return [...parts, collapse ? byOwner(created) : ""].filter(Boolean).join("\n");
}

function lines(changed: Change[]): string {
  const [, ...rows] = table(changed, [
    { title: "", cell: ({ op }) => `  ${sign(op)}`, paint: (text, { op }) => marks[op].paint(text) },
    { title: "", cell: ({ name }) => name, paint: (text, { op }) => marks[op].paint(text) },
    { title: "", cell: ({ type }) => type, atLeast: 16, paint: (text) => colours.dim(text) },
    { title: "", cell: ({ op, diff }) => (op === "create" ? "" : paths(diff)), atLeast: 16 },
  ]).split("\n");
  return rows.join("\n");
}

/** Loud where data may be lost. */
function sign(op: Change["op"]): string {
  return op === "replace" || op === "delete"
    ? `${marks[op].sign} ${op.toUpperCase()}`
    : `${marks[op].sign} ${op}`;
}

function paths(diff: Difference[]): string {
  return telling(diff)
    .toSorted((a, b) => Number(b.replaces) - Number(a.replaces))
    .map(({ path, replaces }) => (replaces ? `${path}!` : path))
    .join(" ");
}

/** A line for each service: what it is made of. */
function byOwner(created: Change[]): string {
  const owners = new Map<string, Change[]>();
  for (const change of created.filter(({ component }) => !component))
    owners.set(change.owner, [...(owners.get(change.owner) ?? []), change]);
  const [, ...rows] = table(
    [...owners].sort(([a], [b]) => a.localeCompare(b)),
    [
      {
        title: "",
        cell: ([owner]) => `  ${sign("create")} ${owner}`,
        paint: marks.create.paint,
      },
      { title: "", cell: ([, parts]) => kinds(parts), atLeast: 16, paint: (text) => colours.dim(text) },
    ],
  ).split("\n");
  return rows.join("\n");
}

/** `Deployment, 2 PersistentVolumeClaim, Service`. */
function kinds(parts: Change[]): string {
  const counts = new Map<string, number>();
  for (const { type } of parts) {
    const kind = type.startsWith("pulumi:providers:") ? "Provider" : (type.split(":").at(-1) ?? type);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([kind, count]) => (count > 1 ? `${count} ${kind}` : kind))
    .join(", ");
}

function withDifferences(change: Change): string {
  const { op, name, type, diff } = change;
  return [
    `  ${marks[op].paint(`${sign(op)} ${name}`)}  ${colours.dim(type)}`,
    ...diff.map(differenceLine),
  ].join("\n");
}

function differenceLine({ path, before, after, replaces }: Difference): string {
  const values = [before, after].map((value) => (value === undefined ? undefined : JSON.stringify(value)));
  const [from, to] = values;
  const change = from && to ? `${from} -> ${to}` : (to ?? (from ? `${from} -> (gone)` : "(changed)"));
  const line = `      ${path}: ${change}${replaces ? "  (forces the replacement)" : ""}`;
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
