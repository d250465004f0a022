import type { Api, PartStatus } from "../../../sandbox/index.ts";
import { humanTime } from "../../setup/progress.mjs";
import { table } from "../table.ts";
import { colours } from "../terminal.ts";

export function partsTable(parts: PartStatus[]): string {
  return table(parts, [
    { title: "part", cell: ({ name }) => name, paint: (text) => colours.bold(text) },
    { title: "state", cell: ({ state }) => state, paint: paintState },
    { title: "port", cell: ({ port }) => String(port) },
    { title: "pid", cell: ({ pid }) => String(pid ?? ""), paint: (text) => colours.dim(text) },
    { title: "for", cell: ({ since }) => (since ? humanTime(Date.now() - since) : "") },
  ]);
}

export function apisTable(apis: Api[]): string {
  return table(apis, [
    { title: "api", cell: ({ name }) => name, paint: (text) => colours.bold(text) },
    { title: "url", cell: ({ url }) => url, paint: (text) => colours.cyan(text) },
  ]);
}

function paintState(text: string, { state }: PartStatus): string {
  if (state === "ready") return colours.green(text);
  return state === "not ready" ? colours.yellow(text) : colours.red(text);
}
