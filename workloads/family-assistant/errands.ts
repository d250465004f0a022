import { setTimeout as sleep } from "node:timers/promises";
import type { Counter } from "prom-client";
import type { Log } from "../kit/index.ts";
import { fail, leaveTurn, takeTurn, tellDue } from "./keeping/index.ts";
import type { Papers } from "./papers/index.ts";
import type { Household, Person } from "./people/index.ts";
import { type Store, StoreAway } from "./store/index.ts";
import type { Talk } from "./talk/index.ts";
import { isQuiet } from "./time/index.ts";

export interface ErrandsOptions {
  household: Household;
  store: Store;
  talk: Talk;
  papers: Papers;
  log: Log;
  /** Milliseconds between two rounds. */
  every: number;
  answered: Counter<"outcome">;
  told: Counter;
  now(): Date;
}

const NOT_OURS = "Something went wrong here, and the log says what. What you said is kept.";

/** What is done without anybody pressing anything: answering, reminding, and reading papers. */
export class Errands {
  readonly #options: ErrandsOptions;
  readonly #stop = new AbortController();
  /** Who is being answered; each person's questions are answered one after another. */
  readonly #thinking = new Map<string, Promise<void>>();
  /** Taken, and not answered: to be given back as soon as the database is there. */
  readonly #open = new Map<number, string>();
  #round: Promise<void> | undefined;
  #said = new Set<string>();

  constructor(options: ErrandsOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#round = this.#go();
  }

  /** Answers what this person has said; returns at once. */
  think(person: Person): void {
    if (this.#stop.signal.aborted || this.#thinking.has(person.name)) return;
    const done = this.#answerAll(person).finally(() => this.#thinking.delete(person.name));
    this.#thinking.set(person.name, done);
  }

  /** What was not answered is answered after the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#round;
    await this.#giveBack().catch(() => {});
  }

  async #go(): Promise<void> {
    const { every, store } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      if (store.waitsFor === undefined) await this.#doAll();
      await sleep(every, undefined, { signal }).catch(() => {});
    }
  }

  async #doAll(): Promise<void> {
    await this.#try("give back questions", () => this.#giveBack());
    for (const person of this.#options.household.people) {
      await this.#try("remind", () => this.#remind(person));
      this.think(person);
      await this.#try("read papers", () => this.#options.papers.catchUp(person.name));
    }
  }

  async #remind(person: Person): Promise<void> {
    const { store, household, told } = this.#options;
    const now = this.#options.now();
    if (isQuiet(person.quiet, household.timeZone, now)) return;
    told.inc(await store.as(person.name, (query) => tellDue(query, household.timeZone, now)));
  }

  async #answerAll(person: Person): Promise<void> {
    await this.#try("answer", async () => {
      while (!this.#stop.signal.aborted && (await this.#answerNext(person)));
    });
  }

  async #answerNext(person: Person): Promise<boolean> {
    const { store, talk, household, answered, log, now } = this.#options;
    const turn = await store.as(person.name, takeTurn);
    if (!turn) return false;
    this.#open.set(turn.id, person.name);
    try {
      answered.inc({ outcome: await talk.take(turn, { person, zone: household.timeZone, now: now() }) });
    } catch (error) {
      if (error instanceof StoreAway || this.#stop.signal.aborted) throw error;
      // A mistake of ours would come again each time: it is told, once.
      log.error({ error: error instanceof Error ? error.stack : String(error) }, "a question has no answer");
      await store.as(person.name, (query) => fail(query, turn.id, NOT_OURS));
    }
    this.#open.delete(turn.id);
    return true;
  }

  async #giveBack(): Promise<void> {
    for (const [id, person] of this.#open) {
      if (this.#thinking.has(person) && !this.#stop.signal.aborted) continue;
      await this.#options.store.as(person, (query) => leaveTurn(query, id));
      this.#open.delete(id);
    }
  }

  /** An outage of hours is one line of the log for each errand, not thousands. */
  async #try(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#said.delete(what);
    } catch (error) {
      if (this.#said.has(what)) return;
      this.#said.add(what);
      this.#options.log.warn({ reason: (error as Error).message }, `cannot ${what} yet; trying again`);
    }
  }
}
