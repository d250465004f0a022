import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJson, writeWhole } from "../../scripts/setup/files.mjs";
import { birth } from "../../scripts/setup/processes.mjs";
import { Supervisor } from "./supervisor.ts";

const prefix = "homelab-short-lived-";
const ownerFile = "owner.json";
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Parts that nobody needs any longer than this process, in a folder of their own. */
export class ShortLived {
  readonly folder = mkdtempSync(join(tmpdir(), prefix));
  readonly supervisor = new Supervisor(this.folder);

  private constructor() {
    writeWhole(join(this.folder, ownerFile), JSON.stringify({ pid: process.pid, birth: birth(process.pid) }));
    hold(this);
  }

  static async open(): Promise<ShortLived> {
    await sweep();
    return new ShortLived();
  }

  async close(): Promise<void> {
    await this.supervisor.stop("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
    release(this);
  }

  /** Without waiting for anything: this process has no time left. */
  vanish(): void {
    this.supervisor.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What others, who were killed, could not clean up themselves. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const owner = readJson(join(folder, ownerFile));
    if (!owner || birth(owner.pid) === owner.birth) continue;
    await new Supervisor(folder).stop("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

const living = new Set<ShortLived>();

function hold(each: ShortLived): void {
  if (living.size === 0) {
    process.once("exit", vanishAll);
    for (const signal of signals) process.once(signal, leave);
  }
  living.add(each);
}

function release(each: ShortLived): void {
  living.delete(each);
  if (living.size > 0) return;
  process.off("exit", vanishAll);
  for (const signal of signals) process.off(signal, leave);
}

function vanishAll(): void {
  for (const each of living) each.vanish();
}

/** Whoever else listens decides what the signal means; where nobody does, it ends this process as it always would. */
function leave(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 0) return;
  vanishAll();
  process.kill(process.pid, signal);
}
