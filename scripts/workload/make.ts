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
  const { code, sources } = await bundle(name);
  const files = filesOf(name);
  const prints = [...sources, installed].map((file) => [file, fingerprint(file)]);
  writeWhole(files.program, code);
  writeWhole(files.sources, JSON.stringify(Object.fromEntries(prints)));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
