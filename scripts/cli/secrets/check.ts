import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../../../components/lab/index.ts";
import { registerOf } from "../../../components/rotation/index.ts";
import { checkout } from "../../setup/paths.mjs";
import { passphraseFile } from "../../setup/secrets.mjs";
import { StackConfig } from "../engine/stack-config.ts";
import { type Finder, finderFor, type Known } from "./finder.ts";
import { commitOf, contents, filesNow, messages } from "./history.ts";
import { valueKept } from "./values.ts";

/** Where a secret stands that should not: in a file of the checkout, or in a commit. */
export interface Leak {
  where: string;
  what: string;
  commit: string | null;
}

/**
 * Every secret of ours that can be known here: those in use, and those before them, which may be in use still. What
 * follows from the root is known only of a lab that can be read.
 */
export async function knownSecrets(stacks: string[], labs: Lab[]): Promise<Known[]> {
  const known: Known[] = [];
  for (const stack of stacks) {
    const secrets = await (await StackConfig.of(stack)).secrets();
    known.push({ name: `the root secret of ${stack}`, value: secrets.root });
    for (const [name, value] of [...Object.entries(secrets.tokens), ...Object.entries(secrets.tokensBefore)])
      known.push({ name, value });
    const lab = labs.find(({ name }) => name === stack);
    for (const entry of lab ? registerOf(lab) : [])
      for (let before = 0; before < entry.generation; before++) {
        const value = valueKept(entry, { name: stack }, secrets, before);
        if (value && entry.kind === "derived") known.push({ name: entry.id, value });
      }
  }
  if (existsSync(passphraseFile))
    known.push({ name: "the passphrase", value: readFileSync(passphraseFile, "utf8").trim() });
  return known;
}

/** Looks through the checkout, and through all that Git remembers. */
export async function leaksIn(known: Known[], { history }: { history: boolean }): Promise<Leak[]> {
  const finder = await finderFor(known);
  const leaks: Leak[] = [];
  for (const path of filesNow()) {
    const file = join(checkout, path);
    if (existsSync(file)) leaks.push(...(await leaksOf(finder, readFileSync(file), path, null)));
  }
  if (!history) return leaks;

  const told = new Set(leaks.map(({ where, what }) => `${where} ${what}`));
  for (const { id, path, content } of contents()) {
    const found = await leaksOf(finder, content, path, "");
    // What the checkout has was told; the commits in which it is are not news.
    const news = found.filter(({ where, what }) => !told.has(`${where} ${what}`));
    if (news.length > 0) leaks.push(...news.map((leak) => ({ ...leak, commit: commitOf(id) })));
  }
  leaks.push(...(await leaksOf(finder, Buffer.from(messages()), "a commit's message", "")));
  return leaks;
}

async function leaksOf(
  finder: Finder,
  content: Buffer,
  path: string,
  commit: string | null,
): Promise<Leak[]> {
  // No program that was built is read as text, but what it holds as it is can be found in it.
  const text = content.toString(content.subarray(0, 8000).includes(0) ? "latin1" : "utf8");
  return (await finder(text, path)).map(({ line, what }) => ({ where: `${path}:${line}`, what, commit }));
}
