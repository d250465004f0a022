import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("scripts/", import.meta.url);

/** What the jobs run, by name; each finds the others beside it. */
export const backupScripts: Record<string, string> = Object.fromEntries(
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
);

/** Those that look after what is kept, as files of a service. */
export function keeperScripts(at: string): Record<string, string> {
  const own = ["keep.sh", "keep-one.sh", "restic.sh"];
  return Object.fromEntries(own.map((name) => [`${at}/${name}`, backupScripts[name] ?? ""]));
}
