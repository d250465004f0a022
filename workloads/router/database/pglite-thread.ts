import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Log } from "../../kit/index.ts";
import { serve, type ThreadData } from "./pglite-server.ts";

const restartAfter = 2_000;

/** The thread in which PGlite runs, started anew should it die. */
export class PgliteThread {
  /** Fulfilled when it takes connections for the first time. */
  readonly serves: Promise<void>;
  readonly #data: ThreadData;
  readonly #log: Log;
  #worker: Worker | undefined;
  #closing = false;

  constructor(data: ThreadData, log: Log) {
    this.#data = data;
    this.#log = log;
    this.serves = new Promise((resolve) => this.#start(resolve));
  }

  async close(): Promise<void> {
    this.#closing = true;
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    worker.postMessage("close");
    await ended;
  }

  #start(served: () => void): void {
    const worker = new Worker(`(${serve})(require)`, { eval: true, workerData: this.#data });
    worker.once("message", served);
    worker.on("error", (error) => this.#log.error({ reason: error.message }, "the embedded database failed"));
    worker.on("exit", async () => {
      this.#worker = undefined;
      await sleep(restartAfter, undefined, { ref: !this.#closing });
      if (!this.#closing) this.#start(served);
    });
    this.#worker = worker;
  }
}
