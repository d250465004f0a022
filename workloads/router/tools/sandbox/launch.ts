import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Limits } from "../schema.ts";
import { ToolError } from "../tool.ts";
import { Capture } from "./capture.ts";
import type { Launch, Outcome } from "./job.ts";

// A program that prints this much is out of control; reading on would keep the router's only thread busy.
const FLOOD = 32_000_000;

/** Starts a program as the leader of a process group, and ends the whole group when time or output run over. */
export async function launch(
  { command, args, env, cwd, descriptors, end }: Launch,
  { limits, input, signal }: { limits: Limits; input: string; signal: AbortSignal },
): Promise<Outcome> {
  signal.throwIfAborted();
  const child = spawn(command, args, {
    env,
    cwd,
    detached: true,
    stdio: ["pipe", "pipe", "pipe", ...descriptors],
  });
  const capture = new Capture(limits.output);
  let stopped: Outcome["stopped"];
  const stop = (why?: Outcome["stopped"]) => {
    stopped ??= why;
    killGroup(child);
    end?.();
  };
  const timer = setTimeout(stop, limits.time, "time");
  const abort = () => stop();
  signal.addEventListener("abort", abort, { once: true });
  const heard = (chunk: Buffer) => {
    if (stopped) return;
    capture.push(chunk);
    if (capture.total > FLOOD) stop("output");
  };
  child.stdout?.on("data", heard);
  child.stderr?.on("data", heard);
  // It may well end without reading what it is given.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  try {
    const code = await ended(child, command);
    signal.throwIfAborted();
    return { code: stopped ? undefined : code, output: capture.text(), stopped };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

function ended(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(new ToolError(`${command} cannot be started (${error.code}).`));
    });
    child.once("exit", (code, signal) => {
      // What it left running in the background goes too, and with it the other ends of the pipes. Only now: a moment
      // later the number may be somebody else's.
      killGroup(child, true);
      const done = () => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
      // One that has left the group may hold a pipe open for ever.
      const patience = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, 1000);
      child.once("close", () => {
        clearTimeout(patience);
        done();
      });
    });
  });
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess, ended = false): void {
  if (pid === undefined || (!ended && (exitCode !== null || signalCode !== null))) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left.
  }
}
