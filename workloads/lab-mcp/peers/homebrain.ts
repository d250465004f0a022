import * as z from "zod";
import { askFor } from "../../kit/index.ts";
import { under } from "./under.ts";

const told = z.object({
  name: z.string(),
  state: z.string(),
  sentence: z.string(),
  since: z.string().nullable(),
});

const whole = z.object({
  looked: z.string(),
  summary: z.record(z.string(), z.number()),
  services: z.array(told),
  machines: z.array(told),
});

const one = told.extend({
  because: z.array(z.string()),
  lacks: z.array(z.string()),
  uptime: z.record(z.string(), z.number().nullable()),
  history: z.array(z.object({ at: z.string(), state: z.string() })),
});

/** Changes of one service that are told. */
const CHANGES = 20;

/** Whoever looks at everything, and says why it does not work. */
export class Homebrain {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** What is not as it should be, first of all what nothing else explains. */
  async lab() {
    const { looked, summary, services, machines } = await this.#ask("api/house", whole);
    const wrong = [...machines, ...services].filter(({ state }) => state !== "up");
    return { looked, summary, notUp: wrong.map(({ sentence, since }) => ({ sentence, since })) };
  }

  async service(name: string) {
    const { history, ...rest } = await this.#ask(`api/services/${encodeURIComponent(name)}`, one);
    return { ...rest, history: history.slice(0, CHANGES) };
  }

  #ask<Schema extends z.ZodType>(path: string, schema: Schema) {
    return askFor({ who: "homebrain-api", url: under(this.#url, path), patience: 10_000 }, schema);
  }
}
