import { ensureSetup, SetupFault } from "./setup/index.mjs";

/** Sets up, or ends the process with what a person needs to know. */
export async function setUp() {
  try {
    return await ensureSetup();
  } catch (error) {
    console.error(`\n${explain(error)}`);
    process.exit(1);
  }
}

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
