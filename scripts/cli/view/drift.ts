import type { Drifted } from "../drift/drifted.ts";
import type { Result } from "../engine/result.ts";
import { type Column, table } from "../table.ts";
import { colours } from "../terminal.ts";
import { changeList } from "./changes.ts";
import { marks } from "./counts.ts";
import { summary } from "./summary.ts";

const columns: Column<Drifted>[] = [
  {
    title: "drifted",
    cell: ({ change }) => `${marks[change.op].sign} ${change.name}`,
    paint: (text, { change }) => marks[change.op].paint(text),
  },
  {
    title: "what",
    cell: ({ change, fields }) => (change.op === "delete" ? "is gone" : fields.join(" ")),
    atLeast: 16,
  },
  { title: "changed by", cell: ({ writers }) => writers.map(({ name }) => name).join(" "), atLeast: 10 },
  { title: "of", cell: ({ owner }) => owner.service ?? owner.component, atLeast: 12 },
  { title: "declared in", cell: ({ owner }) => owner.file, atLeast: 20, dispensable: 1 },
];

/** More than this, and one looks at what happened to the lab, not at each of its parts. */
const FEW = 12;

/** What drifted in one stack, whose it is, and how to put it back or to keep it. */
export function driftReport(result: Result, drifted: Drifted[], { diff = false, sandbox = false }): string {
  if (drifted.length === 0) return summary(result, diff);
  const all = `npx lab up ${result.stack}${sandbox ? " --sandbox" : ""}`;
  return [
    summary({ ...result, changed: [] }, diff),
    diff ? changeList(result.changed, true) : "",
    table(drifted, columns),
    ...(drifted.length > FEW ? [] : drifted.map(choices)),
    `${colours.bold("put all of it back:")} ${all}`,
  ]
    .filter(Boolean)
    .join("\n\n");
}

function choices({ change, writers, repair, accept }: Drifted): string {
  const when = writers.flatMap(({ name, time }) => (time ? [`${name}, ${time}`] : [name]));
  return [
    `${colours.bold(change.name)}${when.length > 0 ? colours.dim(`  by ${when.join("; ")}`) : ""}`,
    `  repair: ${repair}`,
    `  accept: ${accept}`,
  ].join("\n");
}
