import type { Hand } from "./gaming/index.ts";
import type { House } from "./models.ts";
import {
  type Demand,
  holdsMemory,
  idle,
  type ModelState,
  type Phase,
  queueOf,
  type Seen,
  type State,
  stateOf,
} from "./plan/index.ts";

/** All that others are told: of the card, of who plays, of each model. */
export interface Status {
  docker: { up: boolean; why?: string };
  gaming: {
    state: State["gaming"]["is"];
    why?: string;
    until?: string;
    hand?: { mode: "on" | "off"; until?: string };
  };
  /** Bytes. */
  card: { vram: number; reserve: number; promised: number; foreign: number; used?: number };
  models: ModelStatus[];
}

export interface ModelStatus extends Demand {
  name: string;
  container: string;
  port: number;
  state: Phase["is"];
  since?: string;
  /** Of draining, stopping and failed. */
  why?: string;
  /** Why waiting is in vain for now. */
  blocked?: string;
  /** Its place among those who wait for memory, from 1. */
  place?: number;
  /** How long a load takes, by the last one. */
  loadSeconds: number;
  /** When it will be tried again. */
  retryAt?: string;
  /** When it stops, if nobody asks any more. */
  idleAt?: string;
  vram: number;
  context?: number;
  quantization?: string;
}

interface More {
  hand: Hand | undefined;
  used: number | undefined;
}

/** A change of less is not worth telling. */
const NOTABLE = 64 * 2 ** 20;

export function statusOf(house: House, { models, gaming }: State, seen: Seen, { hand, used }: More): Status {
  const queue = queueOf(house, models, Number.POSITIVE_INFINITY).map(({ name }) => name);
  const held = house.models.filter(({ name }) => holdsMemory(stateOf(models, name)));
  return {
    docker: seen.away ? { up: false, why: seen.away.why } : { up: true },
    gaming: {
      state: gaming.is,
      ...(gaming.is !== "off" && { why: gaming.why }),
      ...(gaming.is === "draining" && { until: time(gaming.until) }),
      ...(hand && {
        hand: { mode: hand.mode, ...(hand.until !== undefined && { until: time(hand.until) }) },
      }),
    },
    card: {
      vram: Math.min(house.vram, seen.vram),
      reserve: house.reserve,
      promised: held.reduce((sum, { vram }) => sum + vram, 0),
      foreign: roughly(seen.foreign),
      ...(used !== undefined && { used: roughly(used) }),
    },
    models: house.models.map(
      ({ startsWithin: _, health: __, idleMinutes, loadSeconds, context, quantization, ...model }) => {
        const state = stateOf(models, model.name);
        const demand = seen.demand[model.name] ?? idle;
        const place = queue.indexOf(model.name) + 1;
        return {
          ...model,
          ...(context !== undefined && { context }),
          ...(quantization !== undefined && { quantization }),
          ...told(state),
          ...demand,
          ...(place > 0 && { place }),
          loadSeconds: state.loadMs === undefined ? loadSeconds : Math.round(state.loadMs / 1000),
          ...(state.phase.is === "ready" &&
            idleMinutes !== "never" &&
            demand.running + demand.waiting === 0 && { idleAt: time(state.usedAt + idleMinutes * 60_000) }),
        };
      },
    ),
  };
}

function told({ phase, blocked }: ModelState) {
  return {
    state: phase.is,
    ...("since" in phase && { since: time(phase.since) }),
    ...("why" in phase && { why: phase.why }),
    ...(phase.is === "failed" && { retryAt: time(phase.retryAt) }),
    ...(blocked !== undefined && { blocked }),
  };
}

function time(at: number): string {
  return new Date(at).toISOString();
}

function roughly(bytes: number): number {
  return Math.round(bytes / NOTABLE) * NOTABLE;
}
