import type { SecretRecord } from "../data/secret-record.ts";
import { table } from "../table.ts";
import { colours } from "../terminal.ts";

export function secretsTable(secrets: SecretRecord[]): string {
  return table(secrets, [
    { title: "secret", cell: ({ id }) => id, paint: (text) => colours.bold(text) },
    { title: "stack", cell: ({ stack }) => stack, dispensable: 4, paint: (text) => colours.dim(text) },
    { title: "kind", cell: ({ kind, token }) => (token ? `${kind}: ${token}` : kind) },
    { title: "length", cell: ({ length }) => String(length ?? ""), dispensable: 3 },
    { title: "generation", cell: ({ generation }) => String(generation), dispensable: 2 },
    { title: "due", cell: due, paint: paintDue },
    { title: "used by", cell: ({ usedBy }) => usedBy.join(" "), atLeast: 16, dispensable: 1 },
  ]);
}

function due({ dueIn, every, since }: SecretRecord): string {
  if (every === null) return "lasts";
  if (dueIn === null || since === null) return `every ${every} days`;
  if (dueIn < 0) return `${-dueIn} days ago`;
  return dueIn === 0 ? "today" : `in ${dueIn} days`;
}

function paintDue(text: string, { dueIn, every }: SecretRecord): string {
  if (every === null) return colours.dim(text);
  return dueIn !== null && dueIn <= 0 ? colours.red(text) : text;
}
