import { type House, houseFrom } from "../models.ts";
import {
  atRest,
  type ContainerSeen,
  type Demand,
  holdsMemory,
  type ModelState,
  type Order,
  type State,
  stateOf,
  step,
} from "../plan/index.ts";

export const GIB = 2 ** 30;

export function houseOf(models: object[], more: object = {}): House {
  const given = {
    vram: "24GiB",
    reserve: "0",
    models: models.map((each) => ({ port: 80, ...each })),
    ...more,
  };
  return houseFrom({ file: "models.json", given });
}

interface Machine {
  container: ContainerSeen | undefined;
  answersAt: number;
  /** What its next start comes to. */
  fate: "loads" | "dies" | "hangs";
}

/** A machine with a Docker and a card, in which time passes as a test says. */
export class World {
  now = 1_000_000;
  state: State;
  foreign = 0;
  away: { why: string; since: number } | undefined;
  playing: string | undefined;
  demand: Record<string, Demand> = {};
  readonly orders: Order[] = [];
  readonly house: House;
  #machines = new Map<string, Machine>();
  #runs = 0;
  #loadMs: number;

  constructor(house: House, { loadMs = 3_000 } = {}) {
    this.house = house;
    this.#loadMs = loadMs;
    for (const { name } of house.models)
      this.#machines.set(name, {
        container: { running: false, run: "0", answers: false },
        answersAt: 0,
        fate: "loads",
      });
    this.state = this.#fresh();
  }

  /** So many seconds pass, with a look at each. */
  pass(seconds: number, check: () => void = () => {}): void {
    for (let second = 0; second < seconds; second++) {
      this.now += 1_000;
      this.look();
      check();
    }
  }

  look(): void {
    for (const machine of this.#machines.values())
      if (machine.container?.running && machine.fate === "loads" && this.now >= machine.answersAt)
        machine.container.answers = true;
    const containers = [...this.#machines].flatMap(([name, { container }]) =>
      container && !this.away ? [[name, { ...container }] as const] : [],
    );
    const seen = {
      ...(this.away && { away: this.away }),
      containers: Object.fromEntries(containers),
      busy: new Set<string>(),
      refused: {},
      demand: this.demand,
      foreign: this.foreign,
      vram: 24 * GIB,
      playing: this.playing,
    };
    const { state, orders } = step(this.house, this.state, seen, this.now);
    this.state = state;
    this.orders.push(...orders);
    for (const order of orders) this.#carryOut(order);
  }

  fate(name: string, fate: Machine["fate"]): void {
    this.#machine(name).fate = fate;
  }

  /** As `docker start` does it, past us. */
  startByHand(name: string): void {
    this.#carryOut({ to: "start", model: name, why: "by hand" });
  }

  kill(name: string): void {
    const { container } = this.#machine(name);
    if (container?.running)
      Object.assign(container, { running: false, answers: false, end: "it was killed" });
  }

  remove(name: string): void {
    this.#machine(name).container = undefined;
  }

  /** The program dies, and knows nothing any more. */
  forget(): void {
    this.state = this.#fresh();
  }

  isRunning(name: string): boolean {
    return this.#machine(name).container?.running ?? false;
  }

  of(name: string): ModelState {
    return stateOf(this.state.models, name);
  }

  phase(name: string): string {
    return this.of(name).phase.is;
  }

  /** Of the card, by what runs, as the card would see it. */
  get taken(): number {
    const running = this.house.models.filter(({ name }) => this.isRunning(name));
    return running.reduce((sum, { vram }) => sum + vram, 0);
  }

  get promised(): number {
    const held = this.house.models.filter(({ name }) => holdsMemory(this.of(name)));
    return held.reduce((sum, { vram }) => sum + vram, 0);
  }

  #fresh(): State {
    return atRest(
      this.house.models.map(({ name }) => name),
      this.now,
    );
  }

  #machine(name: string): Machine {
    const machine = this.#machines.get(name);
    if (!machine) throw new Error(`there is no ${name}`);
    return machine;
  }

  #carryOut({ to, model }: Order): void {
    const machine = this.#machine(model);
    if (!machine.container || this.away) return;
    if (to === "stop") {
      machine.container = { running: false, run: machine.container.run, answers: false, end: "it ended" };
    } else if (!machine.container.running) {
      this.#runs += 1;
      const isDead = machine.fate === "dies";
      machine.container = {
        running: !isDead,
        run: String(this.#runs),
        answers: false,
        ...(isDead && { end: "out of memory" }),
      };
      machine.answersAt = this.now + this.#loadMs;
    }
  }
}
