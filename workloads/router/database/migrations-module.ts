import { readFileSync } from "node:fs";

const folder = new URL("migrations/", import.meta.url);

interface Journal {
  entries: { tag: string; when: number }[];
}

/** The folder of migrations as a TypeScript module, because a bundle has no folder beside it. */
export function migrationsModule(): string {
  const journal = JSON.parse(readFileSync(new URL("meta/_journal.json", folder), "utf8")) as Journal;
  const entries = journal.entries.map(({ tag, when }) => {
    const sql = readFileSync(new URL(`${tag}.sql`, folder), "utf8");
    return `  { tag: ${JSON.stringify(tag)}, at: ${when}, sql: ${asTemplate(sql)} },\n`;
  });
  return `// Written by \`npm run migrations -w workloads/router\` from the folder beside it.
// biome-ignore-all format: the texts stay as drizzle-kit wrote them.

export interface Migration {
  tag: string;
  /** When it was made, in milliseconds since 1970: the order. */
  at: number;
  sql: string;
}

export const migrations: readonly Migration[] = [
${entries.join("")}];
`;
}

function asTemplate(text: string): string {
  return `\`${text.replaceAll(/[\\`]|\$\{/g, "\\$&")}\``;
}
