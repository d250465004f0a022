import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fingerprint, readJson } from "../setup/files.mjs";
import { labFolder } from "../setup/paths.mjs";

/** @typedef {Record<string, string | undefined>} Sources Every file that a bundle was made from, with its fingerprint. */

/** @param {string} name */
export function filesOf(name) {
  const folder = join(labFolder, "programs", name);
  return { folder, program: join(folder, `${name}.mjs`), sources: join(folder, "sources.json") };
}

/**
 * The bundle of a program; made in a process of its own where a source has changed, so that neither the bundler nor
 * the loader stays in the memory of the program.
 * @param {string} name
 * @returns {string | undefined} undefined where it cannot be made, which has been told
 */
export function bundleOf(name) {
  const files = filesOf(name);
  if (isFresh(files)) return files.program;
  const make = join(import.meta.dirname, "make.ts");
  const { status } = spawnSync(process.execPath, ["--import", "tsx", make, name], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status === 0 ? files.program : undefined;
}

/** @param {ReturnType<typeof filesOf>} files */
function isFresh({ program, sources }) {
  /** @type {Sources | undefined} */
  const known = readJson(sources);
  return (
    known !== undefined &&
    fingerprint(program) !== undefined &&
    Object.entries(known).every(([file, print]) => fingerprint(file) === print)
  );
}
