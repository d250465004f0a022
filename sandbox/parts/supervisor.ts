import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SandboxFault } from "../fault.ts";
import { listenerOn } from "./listener.ts";
import { layersOf } from "./order.ts";
import type { Part } from "./part.ts";
import { isFree } from "./ports.ts";
import { isReady } from "./readiness.ts";
import { Records } from "./record.ts";

const startLimitMs = 90_000;
const stopLimitMs = 10_000;
const tellEveryMs = 2_000;
const largestLog = 20e6;

/** What a part is doing, told in `lab sandbox status`. */
export interface PartStatus {
  name: string;
  state: "ready" | "not ready" | "stopped" | "killed";
  pid?: number;
  port: number;
  since?: number;
}

/**
 * Starts and stops the parts of a sandbox. There is no daemon: each part stands alone, a later command finds it by
 * its record, and starting heals whatever has been killed since.
 */
export class Supervisor {
  readonly #folder: string;
  readonly #records: Records;

  constructor(folder: string) {
    this.#folder = folder;
    this.#records = new Records(join(folder, "run"));
  }

  /** Brings every part up, each as soon as what it needs is ready. Gives those that had to be started. */
  async start(parts: readonly Part[], doing: (text: string) => void): Promise<string[]> {
    await this.#stopStrangers(parts);
    const waiting = new Set(parts.map(({ name }) => name));
    const started: string[] = [];
    const up = new Map<string, Promise<void>>();
    const bring = async (part: Part) => {
      await Promise.all(part.needs.map((need) => up.get(need)));
      if (await this.#bring(part)) started.push(part.name);
      waiting.delete(part.name);
    };
    doing(`starting ${parts.length} parts`);
    const telling = setInterval(
      () => doing(`waiting for ${[...waiting].slice(0, 4).join(", ")}`),
      tellEveryMs,
    );
    try {
      for (const part of layersOf(parts).flat()) up.set(part.name, bring(part));
      const settled = await Promise.allSettled(up.values());
      for (const each of settled) if (each.status === "rejected") throw each.reason;
      return started;
    } finally {
      clearInterval(telling);
    }
  }

  /**
   * Ends every part that runs, those that need others first; gives their names. By SIGKILL where nothing that they
   * know is needed any more: some take seconds to end well.
   */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<string[]> {
    const stopped: string[] = [];
    for (const layer of layersOf(this.#records.needs()).reverse()) {
      const ended = await Promise.all(
        layer.map(async ({ name }) => ((await this.#end(name, signal)) ? [name] : [])),
      );
      stopped.push(...ended.flat());
    }
    return stopped;
  }

  /** Ends all that runs without waiting until it has. */
  kill(): void {
    for (const name of this.#records.names()) {
      const running = this.#records.running(name);
      if (running) send("SIGKILL", running.pid);
    }
  }

  async status(parts: readonly Part[]): Promise<PartStatus[]> {
    const known = new Set(this.#records.names());
    return Promise.all(
      parts.map(async ({ name, port, ready }) => {
        const running = this.#records.running(name);
        if (!running) return { name, port, state: known.has(name) ? "killed" : "stopped" };
        const { pid, since } = running;
        return { name, port, pid, since, state: (await isReady(ready)) ? "ready" : "not ready" };
      }),
    );
  }

  logOf(name: string): string {
    return join(this.#folder, "logs", `${name.replaceAll("/", "-")}.log`);
  }

  /** Whether it had to be started. */
  async #bring(part: Part): Promise<boolean> {
    const runs = this.#records.isCurrent(part);
    if (!runs) {
      await this.#end(part.name);
      await this.#spawn(part);
    }
    await this.#untilReady(part);
    return !runs;
  }

  async #spawn(part: Part): Promise<void> {
    const { name, command, args, env } = part;
    await this.#mustHavePorts(part);
    const log = this.logOf(name);
    mkdirSync(dirname(log), { recursive: true });
    if (existsSync(log) && statSync(log).size > largestLog) renameSync(log, `${log}.old`);
    const output = openSync(log, "a", 0o600);
    const child = spawn(command, args, {
      detached: true,
      cwd: this.#folder,
      stdio: ["ignore", output, output],
      env: { ...process.env, ...env },
    });
    closeSync(output);
    // At once: whoever is killed before this was written down leaves a process behind that nobody knows.
    if (child.pid !== undefined) this.#records.write(part, child.pid);
    child.unref();
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) =>
        reject(
          new SandboxFault(
            `${name} could not be started: ${error.message}`,
            "npx lab sandbox start  builds what is missing, and tries again",
          ),
        ),
      );
    });
  }

  /** A program that listens there already would be taken for the part, or end it with words of its own. */
  async #mustHavePorts({ name, port, morePorts = [] }: Part): Promise<void> {
    for (const each of [port, ...morePorts]) {
      if (await isFree(each)) continue;
      throw new SandboxFault(
        `${name} cannot listen on port ${each}: ${listenerOn(each) ?? "another program"} does.`,
        "end that program, or give the sandbox new ports and an empty state: npx lab sandbox reset",
      );
    }
  }

  async #untilReady({ name, ready }: Part): Promise<void> {
    const end = Date.now() + startLimitMs;
    while (!(await isReady(ready))) {
      if (!this.#records.running(name)) throw this.#ended(name);
      if (Date.now() > end)
        throw new SandboxFault(
          `${name} runs, but does not become ready. Its last words:\n${this.#lastWords(name)}`,
          `npx lab sandbox logs ${name}  shows all of them; npx lab sandbox stop, then start, begins again`,
        );
      await sleep(100);
    }
  }

  #ended(name: string): SandboxFault {
    return new SandboxFault(
      `${name} ended as soon as it was started. Its last words:\n${this.#lastWords(name)}`,
      `npx lab sandbox logs ${name}  shows all of them; npx lab sandbox reset  begins with an empty sandbox`,
    );
  }

  #lastWords(name: string): string {
    const log = this.logOf(name);
    const text = existsSync(log) ? readFileSync(log, "utf8").trimEnd() : "";
    return (text || "(none)")
      .split("\n")
      .slice(-5)
      .map((line) => `    ${line.slice(0, 300)}`)
      .join("\n");
  }

  /** Parts of an inventory that has changed since: a cluster that was taken out. */
  async #stopStrangers(parts: readonly Part[]): Promise<void> {
    const wanted = new Set(parts.map(({ name }) => name));
    const strangers = this.#records.names().filter((name) => !wanted.has(name));
    await Promise.all(strangers.map((name) => this.#end(name)));
  }

  /** By its id alone, and only while it is still the process that was started. */
  async #end(name: string, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<boolean> {
    const running = this.#records.running(name);
    if (running) {
      send(signal, running.pid);
      const end = Date.now() + stopLimitMs;
      while (this.#records.running(name) && Date.now() < end) await sleep(50);
      if (this.#records.running(name)) send("SIGKILL", running.pid);
      while (this.#records.running(name)) await sleep(20);
    }
    this.#records.forget(name);
    return running !== undefined;
  }
}

/** It may have ended by itself a moment ago. */
function send(signal: "SIGTERM" | "SIGKILL", pid: number): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
