import "./setup/node.mjs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensurePackages, ensureSetup, forgetRefusals, SetupFault } from "./setup/index.mjs";
import { checkout } from "./setup/paths.mjs";

/**
 * Sets up. Where that fails, says what a person needs to know, and ends the process if it cannot go on without.
 * @param {{ needed?: boolean, only?: "packages" }} [options]
 */
export async function setUp({ needed = true, only } = {}) {
  try {
    return await (only ? ensurePackages() : ensureSetup());
  } catch (error) {
    console.error(`\n${explain(error)}\n`);
    if (needed || !existsSync(join(checkout, "node_modules/tsx"))) process.exit(1);
    return { changed: true };
  }
}

/** Asks again for what was refused before. */
export const retry = forgetRefusals;

/**
 * Runs a `lab` command in this very process: a second Node.js would cost as much as the whole setup.
 * @param {string[]} args
 */
export async function handOver(args) {
  const { register } = await import("tsx/esm/api");
  register();
  process.argv.splice(2, process.argv.length, ...args);
  await import(new URL("cli/main.ts", import.meta.url).href);
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof SetupFault) return error.message;
  const { code, path, message, stack } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === "ENOSPC")
    return `The disk is full${path ? `: ${path}` : ""}. Free some space and try again: ${message}`;
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") {
    return `No right to write${path ? ` ${path}` : ""}: ${message}\n  LAB_CACHE names another folder for what is shared.`;
  }
  return stack ?? String(error);
}
