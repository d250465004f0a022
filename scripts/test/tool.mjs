import { spawn } from "node:child_process";
import { join } from "node:path";
import { checkout } from "../setup/paths.mjs";

/**
 * Runs a tool of node_modules, with its output as it comes.
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export function tool(name, args) {
  const child = spawn(join(checkout, "node_modules/.bin", name), args, {
    cwd: checkout,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
