import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { readJson, writeWhole } from "../../scripts/setup/files.mjs";

// Below what the kernel gives to outgoing connections: a port that is free now will still be free after a restart.
const first = 20_000;
const last = 31_999;

/** The ports of one sandbox: chosen once, kept in a file, because addresses with them are in kubeconfigs and states. */
export class Ports {
  readonly #file: string;
  readonly #chosen: Record<string, number>;

  constructor(file: string) {
    this.#file = file;
    this.#chosen = readJson(file) ?? {};
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
    throw new Error(`no port between ${first} and ${last} is free`);
  }
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
