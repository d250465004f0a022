import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./setup/paths.mjs";

const folder = join(checkout, "bench");

/**
 * Runs one of the programs in bench/.
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runBenchmark([name, ...args]) {
  const program = join(folder, `${name}.ts`);
  if (!name || !existsSync(program)) {
    console.error(`npm run bench -- NAME, where NAME is one of: ${names().join(", ")}`);
    return 2;
  }
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
    cwd: checkout,
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

/** A program is a file whose folder, of the same name, holds what it measures; helpers have none. */
function names() {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && existsSync(join(folder, file.replace(/\.ts$/, ""))))
    .map((file) => file.replace(/\.ts$/, ""));
}
