import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { type Emulator, type Fault, Faults, Store, serverOf } from "../framework/index.ts";

/** An emulator that really listens, on a port of its own, with its state in a folder of its own. */
export class Running<Seed> {
  readonly #emulator: Emulator<Seed>;
  readonly #seed: Seed;
  readonly #folder = mkdtempSync(join(tmpdir(), "emulator-"));
  readonly #faults = new Faults();
  readonly log: string[] = [];
  #app: FastifyInstance | undefined;
  #store: Store | undefined;
  url = "";

  private constructor(emulator: Emulator<Seed>, seed: Seed) {
    this.#emulator = emulator;
    this.#seed = seed;
  }

  static async start<Seed>(emulator: Emulator<Seed>, seed: Seed): Promise<Running<Seed>> {
    const running = new Running(emulator, seed);
    await running.#listen(0);
    return running;
  }

  faults(...faults: Fault[]): void {
    this.#faults.replace(faults);
  }

  /** As a killed process leaves it and a new one finds it, on the same port. */
  async restart(): Promise<void> {
    const { port } = new URL(this.url);
    // Without closing the store, which would write down what a killed process never does.
    await this.#app?.close();
    await this.#listen(Number(port));
  }

  async stop(): Promise<void> {
    await this.#app?.close();
    this.#store?.close();
    rmSync(this.#folder, { recursive: true });
  }

  async #listen(port: number): Promise<void> {
    this.#store = Store.open(join(this.#folder, "state.jsonl"));
    this.#app = await serverOf({
      emulator: this.#emulator,
      seed: this.#seed,
      store: this.#store,
      faults: this.#faults,
      log: (line) => this.log.push(line),
    });
    this.url = await this.#app.listen({ host: "127.0.0.1", port });
  }
}
