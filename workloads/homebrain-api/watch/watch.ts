import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../kit/index.ts";
import { type House, judge, type Seen, type Verdict } from "../house/index.ts";
import { type Told, toldByAlerts } from "./alerts.ts";
import { look } from "./look.ts";

const AT_ONCE = 16;
/** One look that fails may be a lost packet. */
const AGAIN_MS = 2_000;
/** So that a hundred programs that look do not all do it at the same moment. */
const JITTER = 0.2;

export interface Looking {
  house: House;
  every: number;
  prometheus: string | undefined;
  log: Log;
  /** Told of each round, when all of it is judged. */
  judged(verdict: Verdict): void;
}

/** Looks at everything, again and again, until the signal. */
export async function watch(
  { house, every, prometheus, log, judged }: Looking,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const told = await hearsay(house, prometheus, log);
    const [services, machines] = await Promise.all([
      lookedAt(house.services, told.services),
      lookedAt(house.machines, told.machines),
    ]);
    if (signal.aborted) return;
    judged(judge(house, { services, machines }));
    const pause = every * 1000 * (1 + JITTER * (Math.random() - 0.5));
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

interface Lookable {
  name: string;
  look?: string | undefined;
}

/** Those that can be looked at are; of the others counts what was told. */
async function lookedAt(
  all: readonly Lookable[],
  told: ReadonlyMap<string, Seen>,
): Promise<Map<string, Seen>> {
  const seen = new Map(told);
  const queue = all.flatMap(({ name, look: at }) => (at === undefined ? [] : [{ name, at }]));
  const next = async (): Promise<void> => {
    for (let each = queue.pop(); each; each = queue.pop()) seen.set(each.name, await twice(each.at));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return seen;
}

async function twice(at: string): Promise<Seen> {
  const seen = await look(at);
  if (seen.state === "up") return seen;
  await sleep(AGAIN_MS);
  return look(at);
}

/** Without Prometheus nothing is known of what only it sees. */
async function hearsay(house: House, prometheus: string | undefined, log: Log): Promise<Told> {
  const nothing = { services: new Map<string, Seen>(), machines: new Map<string, Seen>() };
  if (prometheus === undefined) return nothing;
  try {
    return await toldByAlerts(house, prometheus);
  } catch (error) {
    const why = (error as Error).message;
    log.warn({ reason: why }, "what cannot be seen from here is not known");
    return {
      services: new Map(
        house.services.flatMap(({ name, cluster }) => (cluster ? [[name, { state: "unknown", why }]] : [])),
      ),
      machines: nothing.machines,
    };
  }
}
