import { spawn } from "node:child_process";
import { undoOnInterrupt } from "./interrupt.mjs";

/**
 * @typedef {object} Outcome
 * @property {number | undefined} code undefined when it did not start or was ended
 * @property {string} output what it printed, both streams together
 * @property {string} [failure] why it did not start, or that it took too long
 */

/**
 * The one way in which setup runs a program: its output is kept, it ends with us, and it is never a throw.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, input?: string }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { cwd, env = process.env, timeoutMs, input } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(cwd !== undefined && { cwd }),
      env,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    // A program that ends without reading what it was told is judged by its exit status.
    child.stdin?.on("error", () => {}).end(input);
    // Not spawn's own timeout: for a program that does not exist it would keep us alive to its end.
    const timer = timeoutMs && setTimeout(() => child.kill(), timeoutMs);
    const undone = undoOnInterrupt(() => child.kill("SIGINT"));
    const forget = () => {
      clearTimeout(timer);
      undone();
    };
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        output += text;
      });
    }
    child.once("error", (error) => {
      forget();
      resolve({ code: undefined, output, failure: error.message });
    });
    child.once("close", (code, signal) => {
      forget();
      resolve(
        signal
          ? { code: undefined, output, failure: `${command} was ended by ${signal}` }
          : { code: code ?? undefined, output },
      );
    });
  });
}
