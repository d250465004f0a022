import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

/** Beside this host's own bundle. */
const before = new URL("before.mjs", import.meta.url).href;

/** MiB. Nearly all that a program makes is soon garbage, and in Node's own 16 it is looked through again and again. */
const youngMemory = 64;

const running = new Set<ChildProcess>();
const patienceMs = 4000;

/** Starts a Node.js process that ends with this one. */
export function startNode(args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(
    process.execPath,
    [`--max-semi-space-size=${youngMemory}`, "--import", before, ...args],
    options,
  );
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** Asks first, so that a program can tidy up; insists after a while. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const closed = once(child, "close");
  child.kill("SIGINT");
  const insist = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await closed;
  clearTimeout(insist);
}

export async function endChildren(): Promise<void> {
  await Promise.all([...running].map(endChild));
}

/** A key=value list as the engine sends it. */
export function parseEnvironment(list: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    list.map((entry) => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
