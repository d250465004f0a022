import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../kit/index.ts";
import { Demands } from "./demands.ts";
import { type Containers, wordsOf } from "./docker/containers.ts";
import { type Hand, type Kept, scheduledUntil, standing, watchGame, whyPlaying } from "./gaming/index.ts";
import { foreignOf, type Gpu, type Reading } from "./gpu/index.ts";
import type { House, Model } from "./models.ts";
import {
  atRest,
  type Demand,
  type Order,
  type Seen,
  type State,
  stateOf,
  step,
  unloaded,
} from "./plan/index.ts";
import { type Status, statusOf } from "./status.ts";
import { tellTurns } from "./turns.ts";

export interface ManagerParts {
  house: House;
  containers: Containers;
  /** Nothing, on a machine whose card nobody can ask. */
  gpu: Gpu | undefined;
  kept: Kept;
  log: Log;
}

/** Between two looks while something is under way, and while nothing is. Docker and callers ask for more. */
const SOON_MS = 500;
const LATER_MS = 5_000;

/** Looks at the machine again and again, and orders what follows from what it sees. */
export class Manager {
  readonly #parts: ManagerParts;
  readonly #demands = new Demands();
  readonly #busy = new Set<string>();
  /** Loaded because somebody has said so. */
  readonly #loads = new Set<string>();
  readonly #followers = new Set<() => void>();
  readonly #ended = new AbortController();
  #state: State;
  #seen: Seen;
  #reading: Reading | undefined;
  #game = { isSeen: false };
  #hand: Hand | undefined;
  #refused: Record<string, string> = {};
  #status: Status;
  #said = "";
  #wake = () => {};
  #isAsked = false;
  #isBlind = false;

  constructor(parts: ManagerParts) {
    const { house, kept } = parts;
    this.#parts = parts;
    this.#hand = kept.read();
    this.#state = atRest(
      house.models.map(({ name }) => name),
      Date.now(),
    );
    const nobody = {
      containers: {},
      busy: this.#busy,
      refused: {},
      demand: {},
      foreign: 0,
      vram: house.vram,
    };
    this.#seen = { ...nobody, away: { why: "nobody has looked yet", since: Date.now() }, playing: undefined };
    this.#status = this.#statusNow();
    void this.#lookOnAndOn();
    void this.#listenOnAndOn();
  }

  get status(): Status {
    return this.#status;
  }

  /** Calls after each change; returns how to stop it. */
  follow(changed: () => void): () => void {
    this.#followers.add(changed);
    return () => this.#followers.delete(changed);
  }

  get isClosed(): boolean {
    return this.#ended.signal.aborted;
  }

  tell(model: string, who: string, demand: Demand): void {
    this.#demands.tell(model, who, demand, Date.now());
    this.#lookNow();
  }

  load(model: string): void {
    this.#loads.add(model);
    this.#lookNow();
  }

  unload(model: string): void {
    this.#loads.delete(model);
    const state = unloaded(stateOf(this.#state.models, model), Date.now());
    this.#state = { ...this.#state, models: { ...this.#state.models, [model]: state } };
    this.#lookNow();
  }

  /** Nothing: as the schedule and the card say. */
  play(said: Hand | undefined): void {
    this.#hand = said;
    this.#parts.kept.write(said);
    this.#parts.log.info({ mode: said?.mode ?? "auto", by: said?.by }, "gaming mode was set");
    this.#lookNow();
  }

  /** The models stay as they are: whoever comes next finds them. */
  close(): void {
    this.#ended.abort();
    this.#wake();
    for (const changed of this.#followers) changed();
  }

  #lookNow(): void {
    this.#isAsked = true;
    this.#wake();
  }

  async #lookOnAndOn(): Promise<void> {
    while (!this.isClosed) {
      this.#isAsked = false;
      await this.#look();
      if (this.#isAsked) continue;
      const isMoving = this.#status.models.some(({ state }) =>
        ["starting", "draining", "stopping"].includes(state),
      );
      await this.#pause(isMoving ? SOON_MS : LATER_MS);
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #listenOnAndOn(): Promise<void> {
    const { signal } = this.#ended;
    while (!this.isClosed) {
      await this.#parts.containers.listen(() => this.#lookNow(), signal).catch(() => {});
      await sleep(LATER_MS, undefined, { signal }).catch(() => {});
    }
  }

  async #look(): Promise<void> {
    const { house, containers, log } = this.#parts;
    const busyBefore = new Set(this.#busy);
    const refused = this.#refused;
    this.#refused = {};
    const [found, reading] = await Promise.all([
      containers.look(house.models).then(
        (containers) => ({ containers }),
        (error: unknown) => ({ containers: {}, away: wordsOf(error) }),
      ),
      this.#readCard(),
    ]);
    const now = Date.now();
    const foreign = reading ? foreignOf(house, this.#state, reading, this.#seen.foreign) : this.#seen.foreign;
    const away = "away" in found ? { why: found.away, since: this.#seen.away?.since ?? now } : undefined;
    if (away && !this.#seen.away) log.error({ why: away.why }, "Docker does not answer");
    if (!away && this.#seen.away) log.info({}, "Docker answers");
    this.#seen = {
      ...(away && { away }),
      containers: found.containers,
      // Whoever was busy as the look began may have been seen before it was done.
      busy: new Set([...busyBefore, ...this.#busy]),
      refused,
      demand: this.#demandAt(now),
      foreign,
      vram: reading?.total ?? this.#seen.vram,
      playing: this.#playing(foreign, reading !== undefined, now),
    };
    const { state, orders } = step(house, this.#state, this.#seen, now);
    tellTurns(this.#state, state, log);
    this.#state = state;
    for (const order of orders) void this.#carryOut(order);
    for (const name of this.#loads)
      if (["ready", "failed"].includes(stateOf(state.models, name).phase.is)) this.#loads.delete(name);
    this.#publish();
  }

  async #readCard(): Promise<Reading | undefined> {
    const { gpu, log } = this.#parts;
    if (!gpu) return undefined;
    try {
      this.#reading = await gpu();
      this.#isBlind = false;
    } catch (error) {
      if (!this.#isBlind)
        log.warn({ why: wordsOf(error) }, "nobody tells of the card: what was known of it stands");
      this.#isBlind = true;
      return undefined;
    }
    return this.#reading;
  }

  #demandAt(now: number): Record<string, Demand> {
    const demand = this.#demands.at(now);
    for (const name of this.#loads) {
      const { running = 0, waiting = 0 } = demand[name] ?? {};
      demand[name] = { running, waiting: waiting + 1 };
    }
    return demand;
  }

  #playing(foreign: number, isTold: boolean, now: number): string | undefined {
    const { gaming } = this.#parts.house;
    if (isTold) this.#game = watchGame(this.#game, foreign, now, gaming);
    const causes = {
      hand: this.#hand,
      scheduledUntil: scheduledUntil(gaming, now),
      isGameSeen: this.#game.isSeen,
    };
    const hand = standing(causes, now);
    if (hand !== this.#hand) {
      this.#hand = hand;
      this.#parts.kept.write(hand);
    }
    return whyPlaying({ ...causes, hand });
  }

  async #carryOut({ to, model, why }: Order): Promise<void> {
    const { containers, house, log } = this.#parts;
    const found = house.models.find(({ name }) => name === model) as Model;
    log.info({ model, why }, to === "start" ? "a model is started" : "a model is stopped");
    this.#busy.add(model);
    try {
      await containers[to](found);
    } catch (error) {
      this.#refused[model] = wordsOf(error);
    }
    this.#busy.delete(model);
    this.#lookNow();
  }

  #statusNow(): Status {
    return statusOf(this.#parts.house, this.#state, this.#seen, {
      hand: this.#hand,
      used: this.#reading?.used,
    });
  }

  #publish(): void {
    this.#status = this.#statusNow();
    const said = JSON.stringify(this.#status);
    if (said === this.#said) return;
    this.#said = said;
    for (const changed of this.#followers) changed();
  }
}
