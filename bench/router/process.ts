import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The gateway that is measured has a core to itself; the load and the upstream share the other one. */
export type Core = 0 | 1;
export const GATEWAY: Core = 0;
export const OTHERS: Core = 1;

const running = new Set<PinnedProcess>();

/** A program on one core, read by the kernel's own books. */
export class PinnedProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly #command: string;

  constructor(core: Core, command: readonly string[], options: SpawnOptions) {
    this.#command = command.join(" ");
    // taskset becomes the program: its id is the program's.
    this.child = spawn("taskset", ["--cpu-list", String(core), ...command], options);
    if (this.child.pid === undefined) throw new Error("taskset is needed: apt install util-linux");
    this.pid = this.child.pid;
    running.add(this);
    this.child.once("exit", () => running.delete(this));
  }

  get ended(): boolean {
    return !running.has(this);
  }

  /** CPU time that it has taken until now, all its threads together, in microseconds. */
  get cpuUs(): number {
    const stat = readFileSync(`/proc/${this.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // In ticks of a hundredth of a second, on every Linux.
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  }

  /** What it holds in memory, in kB. */
  get residentKb(): number {
    return this.#status("VmRSS");
  }

  /** The part of it that no other process holds too, in kB: all but the files that it has mapped. */
  get ownKb(): number {
    return this.#status("RssAnon");
  }

  /** The most that it has held since `forgetPeak`, in kB. */
  get peakKb(): number {
    return this.#status("VmHWM");
  }

  forgetPeak(): void {
    writeFileSync(`/proc/${this.pid}/clear_refs`, "5");
  }

  /** Waits until it has nothing to do: what a database compiles at its start would be counted for the first answers. */
  async settles(): Promise<void> {
    for (let second = 0; second < 30; second += 1) {
      const before = this.cpuUs;
      await sleep(1000);
      if (this.cpuUs - before < 50_000) return;
    }
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const exit = once(this.child, "exit");
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), 5000);
    await exit;
    clearTimeout(late);
  }

  /** Waits for an answer of any kind, and says what was printed when the program ends before. */
  async answers(url: string, log: string): Promise<void> {
    const patience = performance.now() + 120_000;
    while (performance.now() < patience) {
      if (this.ended) break;
      const ok = await fetch(url).then(
        (response) => response.ok,
        () => false,
      );
      if (ok) return;
      await sleep(100);
    }
    throw new Error(`${this.#command} does not answer at ${url}:\n${readFileSync(log, "utf8").slice(-2000)}`);
  }

  #status(name: string): number {
    const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
  }
}

/** A server whose output goes to a file, once it answers. */
export async function startServer(
  core: Core,
  command: readonly string[],
  { log, ready, env, cwd }: { log: string; ready: string; env?: NodeJS.ProcessEnv; cwd?: string },
): Promise<PinnedProcess> {
  const file = openSync(log, "a");
  const server = new PinnedProcess(core, command, {
    env: { ...process.env, ...env },
    stdio: ["ignore", file, file],
    ...(cwd !== undefined && { cwd }),
  });
  await server.answers(ready, log);
  await server.settles();
  return server;
}

/** Ends all that still runs; by id, since others on this machine may run programs of the same name. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((each) => each.stop()));
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
