import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../components/program/index.ts";
import { Refusal } from "../../components/refusal.ts";
import { fingerprint, writeWhole } from "../setup/files.mjs";
import { checkout } from "../setup/paths.mjs";
import { filesOf } from "./bundle.mjs";

/** What npm writes whenever a package comes or goes: by it a new version is noticed that lies in another folder. */
const installed = join(checkout, "node_modules/.package-lock.json");

try {
  const [, , name = ""] = process.argv;
  const { start, later, sources } = await bundle(name);
  const files = filesOf(name);
  const prints = [...sources, installed].map((file) => [file, fingerprint(file)]);
  forgetOld(files.folder);
  for (const [file, text] of Object.entries({ ...start, ...later }))
    writeWhole(join(files.folder, file), text);
  writeWhole(files.sources, JSON.stringify(Object.fromEntries(prints)));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** Not the newest: a program that runs may still load what it was not asked for until now. */
function forgetOld(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const yesterday = Date.now() - 86_400_000;
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    if (statSync(path).mtimeMs < yesterday) rmSync(path, { force: true });
  }
}
