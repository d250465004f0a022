import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab, Service } from "../../../components/lab/index.ts";
import { registerOf } from "../../../components/rotation/index.ts";
import { checkout } from "../../setup/paths.mjs";
import type { OpenSecrets } from "../engine/stack-config.ts";
import { Stop } from "../exits.ts";
import { isIgnored } from "./git.ts";
import { valueKept } from "./values.ts";

/** What a person looks up when a page asks for a password: on this machine alone. */
export function credentialsFile(stack: string): string {
  return join(checkout, `credentials.${stack}.local.md`);
}

export function hasCredentials(stack: string): boolean {
  return existsSync(credentialsFile(stack));
}

export async function writeCredentials(lab: Lab, secrets: OpenSecrets): Promise<string> {
  const path = credentialsFile(lab.name);
  if (!(await isIgnored(path)))
    throw new Stop(`${path} would be committed\n  fix: write *.local.md into .gitignore`);
  // Its mode counts only for a file that is made: one that was there keeps its own.
  writeFileSync(path, "", { mode: 0o600 });
  chmodSync(path, 0o600);
  writeFileSync(path, credentials(lab, secrets));
  return path;
}

/** By service, with the address where it is asked for. */
export function credentials(lab: Lab, secrets: OpenSecrets): string {
  const typed = registerOf(lab).filter(({ seed }) => !seed);
  const rows = typed.flatMap((entry) => {
    const value = valueKept(entry, lab, secrets);
    if (value === undefined) return [];
    const service = lab.services.find(({ name }) => entry.id.startsWith(`${name}/`));
    return [`| ${entry.id} | ${service ? addressOf(service) : ""} | \`${value.replaceAll("|", "\\|")}\` |`];
  });
  return [
    `# Credentials of ${lab.name}`,
    "",
    "Every secret of the lab in plain text. Git ignores this file: keep it so, and remove it when you have read it;",
    "`npx lab secrets generate` writes it again.",
    "",
    "| secret | where | value |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function addressOf({ urls }: Service): string {
  return urls.lan ?? urls.tailnet ?? urls.public ?? "";
}
