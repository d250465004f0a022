import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { OTHERS, PinnedProcess } from "./process.ts";
import { type Ask, bodyFor } from "./programs/body.mjs";
import type { Subject } from "./subject.ts";

/** What one load came to; times in milliseconds. */
export interface Outcome {
  good: number;
  bad: number;
  why: string;
  perSecond: number;
  /** Until the first byte of a stream. */
  first?: Times;
  total: Times;
}

export interface Times {
  p50: number;
  p99: number;
}

const programs = join(import.meta.dirname, "programs");

/** wrk leaves more of the second core to the upstream than any load in Node can. */
export const wrk = (process.env.PATH ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "wrk"))
  .find(isProgram);

export async function answers({ url, headers, model }: Subject): Promise<boolean> {
  const response = await fetch(url, { method: "POST", headers, body: bodyFor(model, {}) });
  await response.text();
  return response.ok;
}

/** Loads a subject for some seconds. */
export async function load(
  subject: Subject,
  connections: number,
  seconds: number,
  ask: Ask = {},
): Promise<Outcome> {
  const { url, headers, model } = subject;
  if (wrk && ask.events === undefined && ask.padding === undefined) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
    const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s"];
    return outcome([wrk, ...args, "-s", join(programs, "post.lua"), url], {
      BENCH_BODY: bodyFor(model, ask),
      BENCH_HEADERS: lines.join("\n"),
    });
  }
  const task = { url, headers, model, ask, connections, seconds };
  return outcome([process.execPath, join(programs, "load.mjs"), JSON.stringify(task)], {});
}

/** Streams that are open at once, until `close` is called. */
export async function hold(subject: Subject, connections: number, reads: boolean, ask: Ask) {
  const { url, headers, model } = subject;
  const task = JSON.stringify({ url, headers, model, ask, connections, reads });
  const holder = new PinnedProcess(OTHERS, [process.execPath, join(programs, "hold.mjs"), task], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { begun, bad, why } = JSON.parse(await firstLine(holder));
  if (begun !== connections)
    throw new Error(`${subject.name}: ${begun} of ${connections} streams have begun, ${bad} failed: ${why}`);
  return {
    async close() {
      const exit = once(holder.child, "exit");
      holder.child.stdin?.end();
      await exit;
    },
  };
}

async function outcome(command: string[], env: Record<string, string>): Promise<Outcome> {
  const child = new PinnedProcess(OTHERS, command, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = (await output(child)).trim().split("\n");
  return JSON.parse(lines.at(-1) ?? "");
}

async function output({ child }: PinnedProcess): Promise<string> {
  const parts: Buffer[] = [];
  child.stdout?.on("data", (part: Buffer) => parts.push(part));
  await once(child, "close");
  return Buffer.concat(parts).toString();
}

function firstLine({ child }: PinnedProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (part: Buffer) => {
      text += part;
      if (text.includes("\n")) resolve(text);
    });
    child.once("close", () => reject(new Error("the load ended before its streams had begun")));
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
