import type { PolicyRecord } from "../data/policy-record.ts";
import { type Column, table } from "../table.ts";
import { colours } from "../terminal.ts";

const columns: Column<PolicyRecord>[] = [
  { title: "rule", cell: ({ id }) => id, paint: (text) => colours.bold(text) },
  { title: "severity", cell: ({ severity }) => severity, paint: paintSeverity },
  { title: "about", cell: ({ scope }) => scope, atLeast: 12, dispensable: 2 },
  { title: "promise", cell: ({ title }) => title, atLeast: 30 },
  { title: "waived by", cell: ({ waivers }) => waivers.map(({ service }) => service).join(" "), atLeast: 12 },
  { title: "as asked by", cell: ({ sources }) => sources.join(", "), atLeast: 12, dispensable: 1 },
];

export function policiesTable(policies: PolicyRecord[]): string {
  return table(policies, columns);
}

/** The same for the page of reference, where nothing of a lab is told. */
export function policiesPage(policies: PolicyRecord[]): string {
  const rows = policies.map(({ id, title, severity, scope, sources }) =>
    ["", `\`${id}\``, title, severity, scope, sources.join(", "), ""].join(" | ").trim(),
  );
  return ["| rule | promise | severity | about | as asked by |", "|---|---|---|---|---|", ...rows].join("\n");
}

function paintSeverity(text: string, { severity }: PolicyRecord): string {
  if (severity === "critical") return colours.red(text);
  return severity === "high" ? colours.yellow(text) : colours.dim(text);
}
