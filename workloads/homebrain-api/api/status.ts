import { HTTPException } from "hono/http-exception";
import { type History, SPANS, uptime } from "../history/index.ts";
import { type House, type Judged, sentence, type Verdict } from "../house/index.ts";
import type { OneService, WholeHouse } from "./shapes.ts";

/** How everything is: put together once in each round, and handed out as it is. */
export class Status {
  readonly #house: House;
  readonly #history: History;
  #whole: WholeHouse | undefined;
  #text = "";

  constructor(house: House, history: History) {
    this.#house = house;
    this.#history = history;
  }

  update({ services, machines }: Verdict, at = new Date()): void {
    const told = (judged: Judged, { about }: { about: string }) => ({
      name: judged.name,
      about,
      state: judged.state,
      since: moment(this.#history.of(judged.name).at(-1)?.at),
      sentence: sentence(judged),
      because: judged.because,
      lacks: judged.lacks,
    });
    const known = this.#house;
    const summary = { up: 0, down: 0, resting: 0, unknown: 0 };
    for (const { state } of services) summary[state] += 1;
    this.#whole = {
      name: known.name,
      looked: at.toISOString(),
      summary,
      services: known.services.map((service, index) => ({
        ...told(services[index] as Judged, service),
        group: service.group,
        needs: service.needs,
        machines: service.machines,
        url: service.url ?? null,
        ms: services[index]?.ms ?? null,
      })),
      machines: known.machines.map((machine, index) => told(machines[index] as Judged, machine)),
    };
    this.#text = JSON.stringify(this.#whole);
  }

  /** A 503, until everything was looked at once. */
  get whole(): WholeHouse {
    if (this.#whole) return this.#whole;
    throw new HTTPException(503, { message: "Not everything was looked at yet. Ask again soon." });
  }

  get isKnown(): boolean {
    return this.#whole !== undefined;
  }

  /** The same as JSON, put together beforehand. */
  get text(): string {
    return this.whole && this.#text;
  }

  one(name: string, now = Date.now()): OneService | undefined {
    const service = this.whole.services.find((each) => each.name === name);
    if (!service) return undefined;
    const line = this.#history.of(name);
    const shares = Object.entries(SPANS).map(([span, length]) => [span, uptime(line, now, length)]);
    return {
      ...service,
      uptime: Object.fromEntries(shares) as OneService["uptime"],
      history: line.map(({ at, state }) => ({ at: new Date(at).toISOString(), state })).reverse(),
    };
  }
}

function moment(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
