/** Who wrote a field of a live object, as its cluster keeps account of it. */
export interface Writer {
  name: string;
  time: string | null;
}

interface Entry {
  manager?: string;
  time?: string;
  fieldsV1?: Tree;
}

interface Tree {
  [key: string]: Tree;
}

/** Whatever this program applies, it applies as one of these. */
const OURS = /^pulumi/;

/** Everybody but this program who owns one of these fields, the last first. */
export function writersOf(object: unknown, paths: string[]): Writer[] {
  const { metadata } = (object ?? {}) as { metadata?: { managedFields?: Entry[] } };
  const steps = paths.map(stepsOf);
  return (metadata?.managedFields ?? [])
    .filter(({ manager = "" }) => !OURS.test(manager))
    .filter(({ fieldsV1 = {} }) => steps.some((path) => owns(fieldsV1, object, path)))
    .map(({ manager = "", time }) => ({ name: manager, time: time ?? null }))
    .sort((one, other) => (other.time ?? "").localeCompare(one.time ?? ""));
}

/** `spec.containers[0]["a.b"]` as the engine writes it: keys, and places in lists. */
function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\["([^"]+)"\]|([^.[\]]+)/g)].map(([, index, quoted, plain]) =>
    index === undefined ? (quoted ?? plain ?? "") : Number(index),
  );
}

/** Follows both trees at once: a list's entries are known by what they hold, not by where they are. */
function owns(fields: Tree, live: unknown, [step, ...rest]: (string | number)[]): boolean {
  if (step === undefined) return true;
  // Whoever owns the whole of something owns what is in it.
  if (Object.keys(fields).length === 0) return true;
  const value = (live as Record<string | number, unknown> | undefined)?.[step];
  const key = typeof step === "string" ? `f:${step}` : keyFor(fields, value);
  const inner = key === undefined ? undefined : fields[key];
  return inner !== undefined && owns(inner, value, rest);
}

function keyFor(fields: Tree, value: unknown): string | undefined {
  return Object.keys(fields).find((key) => {
    const said = key.slice(2);
    if (key.startsWith("v:")) return said === JSON.stringify(value);
    if (!key.startsWith("k:") || typeof value !== "object" || value === null) return false;
    const names = Object.entries(JSON.parse(said) as Record<string, unknown>);
    return names.every(([name, each]) => (value as Record<string, unknown>)[name] === each);
  });
}
