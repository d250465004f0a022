import { spawn } from "node:child_process";
import { openSync } from "node:fs";

export interface Job {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Everything that it prints goes here. */
  log: string;
}

export interface Child {
  pid: number;
  ended: Promise<number>;
}

/**
 * The one way to run a program. It leads a process group of its own, so that the terminal's Ctrl-C reaches it only
 * through us.
 */
export async function start({ command, args, cwd, env, log }: Job): Promise<Child> {
  const output = openSync(log, "a");
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", output, output] });
  const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? -1)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => resolve({ pid: child.pid ?? 0, ended }));
  });
}
