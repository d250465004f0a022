import { parse } from "yaml";
import { type Chart, type ChartValue, isFilled, partsOf, type Value } from "../service/index.ts";
import { charts } from "./charts.ts";
import { images } from "./images.ts";
import { type Discretion, hasSwitches, programIn, type Setting, type Switches } from "./switch.ts";

/** What of a service says which program it runs, and how that is told what to do. */
export interface Told {
  image?: { repository: string } | undefined;
  chart?: Pick<Chart, "name" | "values"> | undefined;
  command?: Value[] | undefined;
  args?: Value[] | undefined;
  env: Record<string, Value>;
  files: Record<string, Value>;
}

/** What is known of what it runs; nothing, where nobody has looked yet. */
export function discretionOf({ image, chart }: Pick<Told, "image" | "chart">): Discretion | undefined {
  if (chart) return charts[chart.name];
  return image && images[programIn(image.repository)];
}

/** The switches that a service has left on, each as it would be written. */
export function telltalesOf(service: Told): string[] {
  const known = discretionOf(service);
  if (!known || !hasSwitches(known)) return [];
  return [
    ...left(known.env, (name) => literal(service.env[name]), "env"),
    ...(known.args ?? []).filter((each) => !service.args?.some((said) => literal(said) === each)).map(inArgs),
    ...left(known.settings, (way) => settingIn(service, way), "in its settings"),
    ...left(known.values, (way) => at(service.chart?.values, way.split(".")), "chart.values"),
    ...linesLeft(service, known),
  ];
}

function left(
  wanted: Record<string, Setting> = {},
  said: (name: string) => unknown,
  where: string,
): string[] {
  return Object.entries(wanted)
    .filter(([name, off]) => String(said(name)).toLowerCase() !== String(off))
    .map(([name, off]) => `${where}: ${name}: ${JSON.stringify(off)}`);
}

function inArgs(arg: string): string {
  return `args: ${JSON.stringify(arg)}`;
}

/** Whoever brings a command of its own borrows an image, and runs something else. */
function linesLeft({ command, env, files }: Told, { lines = [] }: Switches): string[] {
  if (command) return [];
  const texts = [...Object.values(env), ...Object.values(files)].map(literal);
  return lines.filter((line) => !texts.some((text) => text?.includes(line))).map((line) => `line: ${line}`);
}

/** In whichever of its files: which of them its program reads, its image knows. */
function settingIn({ files }: Told, way: string): unknown {
  return Object.values(files)
    .map((file) => at(read(literal(file)), way.split(".")))
    .find((said) => said !== undefined);
}

/** Not every file is a table of settings. */
function read(text = ""): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch {
    return undefined;
  }
}

function at(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return value;
  // A container's variables are a list in Kubernetes: [{ name, value }].
  if (Array.isArray(value)) {
    const named = value.find((each: { name?: unknown }) => each?.name === name);
    return (named as { value?: unknown } | undefined)?.value;
  }
  if (typeof value !== "object" || value === null || isFilled(value as ChartValue)) return undefined;
  return at((value as Record<string, unknown>)[name], rest);
}

/** As it stands in the file; a reference is a word that no switch is. */
function literal(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  return partsOf(value)
    .map((part) => (typeof part === "string" ? part : "…"))
    .join("");
}
