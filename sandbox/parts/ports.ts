import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { z } from "zod";
import { readJson, writeWhole } from "../../scripts/setup/files.mjs";
import { SandboxFault } from "../fault.ts";

// Below what the kernel gives to outgoing connections: a port that is free now will still be free after a restart.
const first = 20_000;
const last = 31_999;

const fileSchema = z.record(z.string(), z.int().min(first).max(last));

/** The ports of one sandbox: chosen once, kept in a file, because addresses with them are in kubeconfigs and states. */
export class Ports {
  readonly #file: string;
  readonly #chosen: Record<string, number>;

  constructor(file: string) {
    this.#file = file;
    this.#chosen = existsSync(file) ? read(file) : {};
  }

  /** Gives each name of a group its port, and a new name one that nobody listens on. */
  async group<Name extends string>(group: string, names: readonly Name[]): Promise<Record<Name, number>> {
    const before = Object.keys(this.#chosen).length;
    const ports: Partial<Record<Name, number>> = {};
    for (const name of names) {
      const key = `${group}/${name}`;
      this.#chosen[key] ??= await this.#free(key);
      ports[name] = this.#chosen[key];
    }
    if (Object.keys(this.#chosen).length > before)
      writeWhole(this.#file, `${JSON.stringify(this.#chosen, null, 2)}\n`);
    return ports as Record<Name, number>;
  }

  /** Each sandbox begins its search elsewhere, so that two that are stopped do not come to share a port. */
  async #free(name: string): Promise<number> {
    const taken = new Set(Object.values(this.#chosen));
    const start = createHash("sha256").update(`${this.#file} ${name}`).digest().readUInt32BE(0);
    const count = last - first + 1;
    for (let step = 0; step < count; step += 1) {
      const port = first + ((start + step) % count);
      if (!taken.has(port) && (await isFree(port))) return port;
    }
    throw new SandboxFault(
      `no port between ${first} and ${last} is free.`,
      "end some of the programs that listen there: ss -ltnp",
    );
  }
}

/** Other ports in the place of lost ones would lead what has been applied, which knows them, to nobody. */
function read(file: string): Record<string, number> {
  const { data, success } = fileSchema.safeParse(readJson(file));
  if (success) return data;
  throw new SandboxFault(
    `${file} is damaged, and says no more which ports the sandbox has.`,
    "npx lab sandbox reset  removes the sandbox and begins anew",
  );
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
