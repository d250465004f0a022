import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { excerpt } from "./excerpt.mjs";
import { SetupFault } from "./fault.mjs";
import { fingerprint, humanSize, readJson, sizeOf } from "./files.mjs";
import { checkout } from "./paths.mjs";
import { run } from "./run.mjs";

const lockfile = join(checkout, "package-lock.json");
const folder = join(checkout, "node_modules");
const installedRecord = join(folder, ".package-lock.json");

/** @returns {string} changes when the lockfile changes, or when something else than setup changes node_modules */
function stamp() {
  const lock = createHash("sha256").update(readFileSync(lockfile)).digest("hex");
  return `${lock} ${fingerprint(installedRecord)}`;
}

/** @type {import("./steps.mjs").Step<string>} */
export const packagesStep = {
  name: "npm packages",
  find: (notes) => (notes.packages === stamp() || isInstalled() ? stamp() : undefined),
  async make(line) {
    if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
      // npm ci would empty what the link leads to, under the feet of whoever works there.
      throw new SetupFault(
        "node_modules is a link to another checkout's, and does not hold what package-lock.json asks for.",
        "Bring that checkout up to date, or remove the link and try again.",
      );
    }
    line.update("installing");
    // Without install scripts: nothing here needs them, and a package of somebody else's runs no code for it.
    const { code, output, failure } = await run(
      "npm",
      ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
      { cwd: checkout },
    );
    if (code !== 0) {
      throw new SetupFault(
        `The npm packages could not be installed: ${failure ?? `npm exited with code ${code}`}.\n${excerpt(output)}`,
        "Check the network and the registry (npm config get registry), then try again.",
      );
    }
    const count = Object.keys(readJson(installedRecord)?.packages ?? {}).length;
    const size = humanSize(sizeOf(join(checkout, "node_modules")));
    return { found: stamp(), said: `${count} installed  ${size}` };
  },
};

/** Whether node_modules already holds what the lockfile asks for, whoever installed it. */
function isInstalled() {
  const wanted = readJson(lockfile)?.packages;
  const present = readJson(installedRecord)?.packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = present[path];
    // npm leaves out what is optional or for another platform: absent is fine, another version is not.
    if (!found) return path === "" || !path.includes("node_modules/") || entry.optional || entry.peer;
    return plain(found.version) === plain(entry.version) && found.integrity === entry.integrity;
  });
}

/**
 * `npm install` notes a version as its package writes it, `npm ci` as the lockfile has it, and some write "v1.21.0".
 * @param {string | undefined} version
 */
function plain(version) {
  return version?.replace(/^v/, "");
}
