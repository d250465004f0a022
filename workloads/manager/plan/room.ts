import { gib, type House, type Model } from "../models.ts";
import { holdsMemory, idle, type ModelState, type Seen, type State } from "./state.ts";

/** A model that keeps another waiting for so long is no longer spared because it has something to do. */
export const PATIENCE = 60_000;

/** What is to be done so that who waits gets room: one load at a time, in the order in which they have asked. */
export interface Choice {
  start?: string;
  /** Their memory is wanted. */
  drain: string[];
  /** Why some of them wait in vain for now. */
  blocked: Record<string, string>;
}

/** Who is loaded next, and who goes for it. Never promises memory that anybody else may hold. */
export function choose(house: House, { models }: State, seen: Seen, now: number): Choice {
  const roomAtBest = Math.min(house.vram, seen.vram) - house.reserve - seen.foreign;
  const held = house.models.filter(({ name }) => holdsMemory(stateOf(models, name)));
  let free = roomAtBest - sumOf(held);
  const blocked: Record<string, string> = {};

  for (const wanted of queueOf(house, models, now)) {
    if (wanted.vram > roomAtBest) {
      blocked[wanted.name] =
        `it takes ${gib(wanted.vram)}, and only ${gib(Math.max(0, roomAtBest))} of the card are not somebody else's`;
      continue;
    }
    if (wanted.vram <= free) return { start: wanted.name, drain: [], blocked };
    // What is on its way out makes room by itself.
    const leaving = held.filter(({ name }) => isLeaving(stateOf(models, name)));
    free += sumOf(leaving);
    const drain: string[] = [];
    for (const victim of victimsFor(wanted, held, { models, seen, now })) {
      if (wanted.vram <= free) break;
      free += victim.vram;
      drain.push(victim.name);
    }
    // Not for nothing: nobody goes unless it is enough.
    return { drain: wanted.vram <= free ? drain : [], blocked };
  }

  // Only what is left over, and nobody goes for it.
  const kept = house.models.find(
    ({ name, idleMinutes, vram }) =>
      idleMinutes === "never" && vram <= free && mayStart(stateOf(models, name), now),
  );
  return { ...(kept && { start: kept.name }), drain: [], blocked };
}

/** Those who are waited for and are not on their way, the first who asked first. */
export function queueOf(house: House, models: State["models"], now: number): Model[] {
  return house.models
    .filter(({ name }) => stateOf(models, name).askedAt !== undefined && mayStart(stateOf(models, name), now))
    .toSorted((a, b) => (stateOf(models, a.name).askedAt ?? 0) - (stateOf(models, b.name).askedAt ?? 0));
}

/** Who is idle, the longest unused first; then, for whoever has waited long enough, who has had its turn. */
function victimsFor(
  wanted: Model,
  held: Model[],
  { models, seen, now }: { models: State["models"]; seen: Seen; now: number },
): Model[] {
  const ready = held.flatMap((model) => {
    const state = stateOf(models, model.name);
    const { running, waiting } = seen.demand[model.name] ?? idle;
    return state.phase.is === "ready"
      ? [{ model, isIdle: running + waiting === 0, usedAt: state.usedAt, since: state.phase.since }]
      : [];
  });
  const hasWaited = now - (stateOf(models, wanted.name).askedAt ?? now) >= PATIENCE;
  const spent = ready.filter(({ isIdle, since }) => !isIdle && hasWaited && now - since >= PATIENCE);
  return [
    ...ready.filter(({ isIdle }) => isIdle).toSorted((a, b) => a.usedAt - b.usedAt),
    ...spent.toSorted((a, b) => a.since - b.since),
  ].map(({ model }) => model);
}

function mayStart({ phase }: ModelState, now: number): boolean {
  return phase.is === "stopped" || (phase.is === "failed" && now >= phase.retryAt);
}

function isLeaving({ phase }: ModelState): boolean {
  return phase.is === "draining" || phase.is === "stopping";
}

export function stateOf(models: State["models"], name: string): ModelState {
  const state = models[name];
  if (!state) throw new Error(`${name} is a model, and has no state`);
  return state;
}

function sumOf(models: readonly Model[]): number {
  return models.reduce((sum, { vram }) => sum + vram, 0);
}
