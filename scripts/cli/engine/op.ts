/** What happens to a resource, in the order in which a person wants to read it: what hurts most comes first. */
export const ops = ["delete", "replace", "update", "create", "import", "read", "same"] as const;
export type Op = (typeof ops)[number];

export type Counts = Record<Op, number>;

/** The engine tells a replacement as up to three steps; for a person it is one thing. */
export function opOf(step: string): Op {
  if (/replace/.test(step)) return "replace";
  const known: readonly string[] = ops;
  if (known.includes(step)) return step as Op;
  return step === "discard" ? "read" : "same";
}

export function changes({ same, read, ...changing }: Counts): number {
  return Object.values(changing).reduce((sum, count) => sum + count, 0);
}
