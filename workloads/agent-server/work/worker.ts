import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../kit/index.ts";
import { reasonOf } from "../../kit/postgres/index.ts";
import { claim, type Held, type Holder, Lost, progress, renew } from "../store/index.ts";
import { type Driving, drive, type Outcome } from "./drive.ts";
import { persistentOn } from "./persistent.ts";
import { Wake } from "./wake.ts";

/** Between two looks for work where nobody tells of any: what a lost copy held is told by nobody. */
const LOOK_MS = 1_000;
const LONGEST_PAUSE_SECONDS = 60;

export interface WorkerOptions extends Pick<Driving, "database" | "router" | "personOf" | "noteStep"> {
  /** Runs at once. */
  parallel: number;
  leaseSeconds: number;
  /** How often a run may be taken without getting on. */
  tries: number;
  log: Log;
  noteRun(outcome: string): void;
}

/** Takes runs from the queue, several at once, and gives back what it cannot finish. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #holder: Holder;
  readonly #stopping = new AbortController();
  readonly #leaving = new AbortController();
  readonly #held = new Map<Held, AbortController>();
  readonly #wake = new Wake();
  readonly #unheard: () => void;
  readonly #loops: Promise<unknown>;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#holder = { name: `${hostname()}/${randomUUID().slice(0, 8)}`, leaseSeconds: options.leaseSeconds };
    this.#unheard = options.database.onChange((run) => {
      this.#wake.now();
      void this.#check(run);
    });
    this.#loops = options.database.ready.then(() => Promise.all([this.#take(), this.#renew()]));
  }

  get running(): number {
    return this.#held.size;
  }

  /** Begins nothing new, lets steps come to their end for so many seconds, and gives the runs to other copies. */
  async stop(seconds: number): Promise<void> {
    this.#stopping.abort();
    this.#wake.now();
    const patience = setTimeout(() => this.#leaving.abort(), seconds * 1000);
    while (this.#held.size > 0) await sleep(20);
    clearTimeout(patience);
    this.#leaving.abort();
    this.#unheard();
    if (this.#options.database.isReady) await this.#loops;
  }

  async #take(): Promise<void> {
    const { database, parallel, log } = this.#options;
    let said = "";
    while (!this.#stopping.signal.aborted) {
      try {
        const held = this.#held.size < parallel ? await claim(database, this.#holder) : undefined;
        if (held) void this.#work(held);
        else await this.#wake.within(LOOK_MS);
        said = "";
      } catch (error) {
        const reason = reasonOf(error);
        if (reason !== said) log.warn({ reason }, "cannot look for work");
        said = reason;
        await sleep(LOOK_MS * (0.5 + Math.random()));
      }
    }
  }

  async #work(held: Held): Promise<void> {
    const { log, noteRun, tries } = this.#options;
    const mine = new AbortController();
    this.#held.set(held, mine);
    const { stopping, leaving, persistent } = this.#signals(mine.signal);
    const about = { run: held.run.id, fence: held.fence };
    try {
      const outcome: Outcome =
        held.tries > tries
          ? {
              kind: "failed",
              reason: `It was begun ${tries} times without getting on. ${held.run.reason ?? ""}`.trim(),
            }
          : await drive(held, { ...this.#options, persistent, stopping, leaving });
      await persistent(() => this.#settle(held, outcome));
      noteRun(outcome.kind);
      log.info({ ...about, outcome: outcome.kind }, "leaves a run");
    } catch (error) {
      if (error instanceof Lost || mine.signal.aborted) log.info(about, "a run is in other hands");
      // Its lease ends by itself, and another copy takes it.
      else log.error({ ...about, error: String((error as Error).stack ?? error) }, "cannot go on with a run");
      noteRun("lost");
    } finally {
      this.#held.delete(held);
      this.#wake.now();
    }
  }

  /** One that is stopped gives its runs back, for which it needs the database a little longer. */
  #signals(mine: AbortSignal) {
    return {
      stopping: AbortSignal.any([this.#stopping.signal, mine]),
      leaving: AbortSignal.any([this.#leaving.signal, mine]),
      persistent: persistentOn(this.#options.log, AbortSignal.any([this.#leaving.signal, mine])),
    };
  }

  #settle(held: Held, outcome: Outcome): Promise<unknown> {
    const { database } = this.#options;
    switch (outcome.kind) {
      case "done":
        return progress.end(database, held, "done", null);
      case "failed":
        return progress.end(database, held, "failed", outcome.reason);
      case "handed on":
        return progress.putBack(database, held, { after: 0, reason: undefined, counts: false });
      case "trouble": {
        const pause = outcome.after ?? 2 ** (held.tries - 1) * (0.5 + Math.random());
        const after = Math.min(pause, LONGEST_PAUSE_SECONDS);
        return progress.putBack(database, held, { after, reason: outcome.reason, counts: true });
      }
      case "waits":
        return Promise.resolve();
    }
  }

  async #renew(): Promise<void> {
    const { leaseSeconds } = this.#options;
    while (!this.#leaving.signal.aborted) {
      await sleep((leaseSeconds * 1000) / 3, undefined, { signal: this.#leaving.signal }).catch(() => {});
      await this.#check(undefined);
    }
  }

  /** Lets go of what is in other hands; where only one run has changed, only of that. */
  async #check(run: string | undefined): Promise<void> {
    const concerned = [...this.#held.keys()].filter((held) => run === undefined || held.run.id === run);
    if (concerned.length === 0) return;
    try {
      const still = await renew(this.#options.database.asks, concerned, this.#holder);
      for (const held of concerned) if (!still.has(held)) this.#held.get(held)?.abort(new Lost());
    } catch {
      // Away: whether a run is still its own, each write finds out.
    }
  }
}
