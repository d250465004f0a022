import type { House, Model } from "../models.ts";
import { choose, stateOf } from "./room.ts";
import {
  type Gaming,
  holdsMemory,
  idle,
  type ModelState,
  type Order,
  type Seen,
  type State,
} from "./state.ts";
import { turn } from "./turn.ts";

/**
 * One look at the world, and what follows from it. It is asked again and again, and never relies on what it has ordered
 * before: whatever dies in between, ourselves included, the next look sees what there is.
 */
export function step(house: House, was: State, seen: Seen, now: number): { state: State; orders: Order[] } {
  const turned = eachOf(house, (model) => turn(model, stateOf(was.models, model.name), seen, now));
  const gaming = turnGaming(house, was.gaming, turned, seen.playing, now);
  const models = settled(house, turned, gaming, seen, now);
  const { models: placed, orders } = seen.away
    ? { models, orders: [] }
    : ordered(house, gaming.is === "off" ? placedIn(house, { models, gaming }, seen, now) : models, seen);
  return { state: { models: placed, gaming }, orders };
}

/** The card is given away once nothing of ours is on it, and taken back as soon as nobody wants it. */
function turnGaming(
  { gaming }: House,
  was: Gaming,
  models: State["models"],
  playing: string | undefined,
  now: number,
): Gaming {
  if (playing === undefined) return { is: "off" };
  const isEmpty = !Object.values(models).some(holdsMemory);
  if (was.is === "on") return { ...was, why: playing };
  if (isEmpty) return { is: "on", since: now, why: playing };
  if (was.is === "draining") return { ...was, why: playing };
  return { is: "draining", since: now, until: now + gaming.drainSeconds * 1000, why: playing };
}

/** Those whose time is over: the card is wanted for a game, or nobody has used them for long. */
function settled(
  house: House,
  models: State["models"],
  gaming: Gaming,
  seen: Seen,
  now: number,
): State["models"] {
  return eachOf(house, (model) => {
    const state = stateOf(models, model.name);
    // A model that somebody starts by hand meanwhile goes as well.
    if (gaming.is !== "off") {
      const until = gaming.is === "draining" ? gaming.until : now;
      return state.phase.is === "starting"
        ? stopped(state, gaming.why, now)
        : drained(state, gaming.why, until, now);
    }
    return isOver(model, state, seen, now) ? drained(state, "nobody uses it", now + DRAIN, now) : state;
  });
}

/** How long answers may go on where another model wants the memory. */
const DRAIN = 60_000;

function isOver(
  { name, idleMinutes }: Model,
  { phase, usedAt }: ModelState,
  seen: Seen,
  now: number,
): boolean {
  if (phase.is !== "ready" || idleMinutes === "never") return false;
  const { running, waiting } = seen.demand[name] ?? idle;
  return running + waiting === 0 && now - usedAt >= idleMinutes * 60_000;
}

function placedIn(house: House, state: State, seen: Seen, now: number): State["models"] {
  const { start, drain, blocked } = choose(house, state, seen, now);
  return eachOf(house, ({ name }): ModelState => {
    const known = stateOf(state.models, name);
    if (name === start) return { ...known, phase: { is: "starting", since: now, begun: false } };
    if (drain.includes(name)) return drained(known, "another model waits for its memory", now + DRAIN, now);
    const why = blocked[name];
    return why === undefined ? known : { ...known, blocked: why };
  });
}

/** Orders follow from the state alone; one that is under way is not given again. */
function ordered(
  house: House,
  models: State["models"],
  { busy, containers }: Seen,
): { models: State["models"]; orders: Order[] } {
  const orders: Order[] = [];
  const told = eachOf(house, ({ name }): ModelState => {
    const state = stateOf(models, name);
    const { phase } = state;
    if (busy.has(name)) return state;
    if (phase.is === "starting" && !phase.begun) {
      orders.push({ to: "start", model: name, why: "somebody waits for it" });
      return { ...state, phase: { ...phase, begun: true } };
    }
    if (phase.is === "stopping" && containers[name]?.running)
      orders.push({ to: "stop", model: name, why: phase.why });
    return state;
  });
  return { models: told, orders };
}

/** Somebody has said so. */
export function unloaded(state: ModelState, now: number): ModelState {
  const why = "somebody has unloaded it";
  return state.phase.is === "starting" ? stopped(state, why, now) : drained(state, why, now + DRAIN, now);
}

function drained(state: ModelState, why: string, until: number, now: number): ModelState {
  const { phase } = state;
  if (phase.is === "draining") return { ...state, phase: { ...phase, until: Math.min(phase.until, until) } };
  if (phase.is !== "ready") return state;
  return { ...state, phase: { is: "draining", since: now, until, why } };
}

function stopped(state: ModelState, why: string, now: number): ModelState {
  return { ...state, phase: { is: "stopping", since: now, why } };
}

function eachOf(house: House, make: (model: Model) => ModelState): State["models"] {
  return Object.fromEntries(house.models.map((model) => [model.name, make(model)]));
}
