import type { StepEventMetadata } from "@pulumi/pulumi/automation/index.js";

/** One property that changes. The engine has taken secret values out: of those only the path is known. */
export interface Difference {
  path: string;
  before?: unknown;
  after?: unknown;
  /** Why the resource is replaced. */
  replaces: boolean;
}

/** The mark by which the engine knows a value that is no plain data: a secret, an asset. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** Stands in a preview for what is known only after the change. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function differencesIn(step: StepEventMetadata, drift: boolean): Difference[] {
  const side = drift ? "outputs" : "inputs";
  const replacing = new Set(step.keys ?? []);
  const found = compare(step.old?.[side] ?? {}, step.new?.[side] ?? {}, "").map((each) => ({
    ...each,
    replaces:
      replacing.has(rootOf(each.path)) || /replace/.test(step.detailedDiff?.[each.path]?.diffKind ?? ""),
  }));
  const named = [...Object.keys(step.detailedDiff ?? {}), ...(step.diffs ?? []), ...replacing];
  const silent = named.filter((path) => !found.some((each) => covers(path, each.path)));
  return [...found, ...[...new Set(silent)].map((path) => ({ path, replaces: replacing.has(rootOf(path)) }))];
}

/** What a cluster counts and reports by itself follows from the rest, and is told only where there is nothing else. */
const FOLLOWS = /^(status|metadata\.(generation|resourceVersion|managedFields))\b/;

export function telling(differences: Difference[]): Difference[] {
  const own = differences.filter(({ path }) => !FOLLOWS.test(path));
  return own.length > 0 ? own : differences;
}

type Bare = Omit<Difference, "replaces">;

function compare(before: unknown, after: unknown, path: string): Bare[] {
  if (isTree(before) && isTree(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => compare(before[key], after[key], step(path, key, Array.isArray(after))));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [
    {
      path,
      ...(before !== undefined && { before: readable(before) }),
      ...(after !== undefined && { after: readable(after) }),
    },
  ];
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(SIGNATURE in value);
}

/** The engine's own way to write a path, so that the two can be compared. */
function step(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `${path}["${key}"]`;
  return path ? `${path}.${key}` : key;
}

function rootOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

function covers(named: string, found: string): boolean {
  return found === named || found.startsWith(`${named}.`) || found.startsWith(`${named}[`);
}

function readable(value: unknown): unknown {
  if (value === UNKNOWN) return "(known after the change)";
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value) return "ciphertext" in value ? "[secret]" : "[file]";
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
}
