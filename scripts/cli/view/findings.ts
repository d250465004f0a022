import type { diagnose } from "../../setup/index.mjs";
import { type Column, table } from "../table.ts";
import { colours } from "../terminal.ts";

type Finding = Awaited<ReturnType<typeof diagnose>>[number];

const columns: Column<Finding>[] = [
  { title: "part", cell: ({ name }) => name, paint: (text) => colours.bold(text) },
  { title: "status", cell: ({ status }) => status, paint: paintStatus },
  { title: "found", cell: ({ what }) => what, atLeast: 24 },
  { title: "where", cell: ({ from }) => from ?? "", atLeast: 16, dispensable: 1 },
];

/** A table of all parts; below it, where there is something to say, why it is so and what to do. */
export function findingsTable(findings: Finding[]): string {
  const remarks = findings
    .filter(({ why, fix }) => why || fix)
    .map(({ name, why, fix }) =>
      [`${colours.bold(name)}: ${why ?? ""}`.trimEnd(), fix && `  ${fix}.`].filter(Boolean).join("\n"),
    );
  return [table(findings, columns), ...remarks].join("\n\n");
}

function paintStatus(text: string, { status }: Finding): string {
  if (status === "ok") return colours.green(text);
  return status === "missing" || status === "damaged" ? colours.red(text) : colours.yellow(text);
}
