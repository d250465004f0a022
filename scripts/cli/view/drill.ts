import type { DrillReport, Fate, ServiceFate } from "../../../sandbox/index.ts";
import { table } from "../table.ts";
import { colours } from "../terminal.ts";

/** What a person asks first: what is down, then what has moved; what goes on is only counted. */
const order: Fate[] = ["lost", "waits", "stands idle", "moves", "goes on"];

export function drillReport({ outage, gone, unheard, services }: DrillReport): string {
  const touched = services
    .filter(({ fate }) => fate !== "goes on")
    .toSorted((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate));
  const dark = services.filter((each) => each.dark.length > 0);
  const disks = touched.filter((each) => each.disks.length > 0);
  const poorer = services.filter(({ fate, reason }) => fate === "goes on" && reason);
  return [
    `${colours.bold(`without ${outage}`)}  ${colours.dim(`gone: ${gone.join(", ")}`)}`,
    touched.length > 0 ? fatesTable(touched) : colours.green("Every service goes on."),
    dark.length > 0 ? section("dark", dark.map(darkLine)) : "",
    disks.length > 0 ? section("data out of reach", disks.flatMap(diskLines)) : "",
    poorer.length > 0 ? section("go on without a part of what they do", poorer.map(poorerLine)) : "",
    unheard.length > 0 ? section("no update reaches", unheard) : "",
    inWords(services),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function fatesTable(services: ServiceFate[]): string {
  return table(services, [
    { title: "service", cell: ({ service }) => service, paint: (text) => colours.bold(text) },
    { title: "", cell: ({ fate }) => fate, paint: (text, { fate }) => paint[fate](text) },
    { title: "was on", cell: ({ from }) => from.join(" ") },
    { title: "now on", cell: ({ fate, to }) => (fate === "moves" ? to.join(" ") : "") },
    { title: "why", cell: ({ reason }) => reason, atLeast: 30 },
  ]);
}

const paint: Record<Fate, (text: string) => string> = {
  lost: colours.red,
  waits: colours.red,
  "stands idle": colours.yellow,
  moves: colours.cyan,
  "goes on": colours.green,
};

function section(title: string, lines: string[]): string {
  return [colours.bold(title), ...lines.map((line) => `  ${line}`)].join("\n");
}

function darkLine({ service, dark }: ServiceFate): string {
  return `${service}: ${dark.join("  ")}`;
}

function poorerLine({ service, reason }: ServiceFate): string {
  return `${service}: ${reason}`;
}

function diskLines({ service, disks }: ServiceFate): string[] {
  return disks.map(({ name, size, backup }) => `${service}: ${name}, ${size}, backup: ${backup}`);
}

function inWords(services: ServiceFate[]): string {
  return order
    .map((fate) => ({ fate, count: services.filter((each) => each.fate === fate).length }))
    .filter(({ count }) => count > 0)
    .map(({ fate, count }) => paint[fate](`${count} ${plural[fate]}`))
    .join(", ");
}

const plural: Record<Fate, string> = {
  lost: "lost",
  waits: "waiting",
  "stands idle": "standing idle",
  moves: "moved",
  "goes on": "going on",
};
