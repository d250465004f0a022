import { randomUUID } from "node:crypto";
import { type Log, PeerProblem } from "../../kit/index.ts";
import { Refused } from "../refused.ts";
import { type Action, after, type Deed, type Event, type State, sentence, stateOf } from "./action.ts";
import { Journal } from "./journal.ts";

export interface ActionsOptions {
  folder: string;
  /** Milliseconds until nobody may approve it any more. */
  patience: number;
  /** Does it, and says in a sentence what has come of it. */
  perform(deed: Deed, signal: AbortSignal): Promise<string>;
  log: Log;
  now?: () => number;
}

export type Told = Action & { state: State; sentence: string };

/** Who waits at once, and who may ask in an hour: whoever is to decide can still read it. */
const WAITING = 20;
const HOURLY = 60;
const HOUR = 3_600_000;
/** Those that are told; the journal has all of them. */
const REMEMBERED = 200;

/** What programs propose and people decide. Nothing is done but once, and only after a person said so. */
export class Actions {
  readonly #options: ActionsOptions & { now: () => number };
  readonly #journal: Journal;
  readonly #actions = new Map<string, Action>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: ActionsOptions, journal: Journal) {
    this.#options = { now: Date.now, ...options };
    this.#journal = journal;
  }

  static async open(options: ActionsOptions): Promise<Actions> {
    const { journal, events } = await Journal.open(options.folder, options.log);
    const actions = new Actions(options, journal);
    for (const event of events) actions.#fold(event);
    await actions.#endInterrupted();
    return actions;
  }

  /** The newest first. */
  get all(): Told[] {
    return [...this.#actions.values()].reverse().map((each) => this.#told(each));
  }

  get waiting(): Told[] {
    return this.all.filter(({ state }) => state === "waits");
  }

  propose(deed: Deed, { by, reason }: { by: string; reason: string }): Promise<Told> {
    return this.#inTurn(async () => {
      const at = this.#options.now();
      const same = this.waiting.find((each) => each.sentence === sentence(deed));
      if (same) throw new Refused(`${same.sentence} waits for a person already, as ${same.id}.`, 409);
      const lately = this.all.filter((each) => each.at > at - HOUR);
      if (this.waiting.length >= WAITING || lately.length >= HOURLY)
        throw new Refused("Too much was proposed. Wait until a person has decided on some of it.", 429);
      const id = randomUUID();
      await this.#note({ id, at, event: "proposed", by, deed, reason, expires: at + this.#options.patience });
      return this.#named(id);
    });
  }

  refuse(id: string, by: string): Promise<Told> {
    return this.#inTurn(() => this.#decide(id, by, "refused"));
  }

  /** Begins it, and does not wait for its end. */
  approve(id: string, by: string): Promise<Told> {
    return this.#inTurn(async () => {
      const { deed } = this.#named(id);
      if (this.#running.has(deed.service))
        throw new Refused(`Something else is being done to ${deed.service}. Approve this one after it.`, 409);
      const approved = await this.#decide(id, by, "approved");
      const doing = this.#perform(id, deed).finally(() => this.#running.delete(deed.service));
      this.#running.set(deed.service, doing);
      return approved;
    });
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running.values());
    await this.#journal.close();
  }

  /** One after the other: of two people who approve at once, one is told so. */
  #inTurn<Told>(act: () => Promise<Told>): Promise<Told> {
    const acting = this.#turn.then(act);
    this.#turn = acting.catch(() => undefined);
    return acting;
  }

  async #decide(id: string, by: string, is: "approved" | "refused"): Promise<Told> {
    const { state, decided } = this.#named(id);
    if (state === "expired")
      throw new Refused("It has expired: too long ago, nobody may approve it now.", 410);
    if (decided) throw new Refused(`${decided.by} has ${decided.is} it already.`, 409);
    await this.#note({ id, at: this.#options.now(), event: is, by });
    return this.#named(id);
  }

  async #perform(id: string, deed: Deed): Promise<void> {
    const { perform, log, now } = this.#options;
    const end = (event: "done" | "failed" | "interrupted", note: string) =>
      this.#note({ id, at: now(), event, note });
    try {
      log.info({ id, deed }, "is being done");
      await end("done", await perform(deed, this.#stopping.signal));
    } catch (error) {
      const isStopped = this.#stopping.signal.aborted;
      const isSaid = error instanceof PeerProblem || error instanceof Refused;
      if (!isStopped && !isSaid)
        log.error({ id, error: String((error as Error).stack) }, "could not be done");
      const note = isStopped ? INTERRUPTED : isSaid ? error.message : "It failed here; the log says why.";
      await end(isStopped ? "interrupted" : "failed", note).catch((problem: Error) =>
        log.error({ id, problem: problem.message }, "what has come of it is not in the journal"),
      );
    }
  }

  /** It is not begun anew: nobody knows what of it was done, and who approved it did so then. */
  async #endInterrupted(): Promise<void> {
    for (const { id } of this.all.filter(({ state }) => state === "under way"))
      await this.#note({ id, at: this.#options.now(), event: "interrupted", note: INTERRUPTED });
  }

  async #note(event: Event): Promise<void> {
    await this.#journal.append(event);
    this.#fold(event);
  }

  #fold(event: Event): void {
    const action = after(this.#actions.get(event.id), event);
    if (!action) return;
    this.#actions.set(event.id, action);
    const [oldest] = this.#actions.keys();
    if (this.#actions.size > REMEMBERED && oldest) this.#actions.delete(oldest);
  }

  #named(id: string): Told {
    const action = this.#actions.get(id);
    if (!action) throw new Refused("There is no proposal of this name.", 404);
    return this.#told(action);
  }

  #told(action: Action): Told {
    return { ...action, state: stateOf(action, this.#options.now()), sentence: sentence(action.deed) };
  }
}

const INTERRUPTED = "The program was stopped while it did this: see what of it was done.";
