import type { Log } from "../kit/index.ts";
import { type State, stateOf } from "./plan/index.ts";

/** A line for each thing that has come about, so that the log tells the story of a day. */
export function tellTurns(was: State, now: State, log: Log): void {
  for (const [model, { phase, loadMs }] of Object.entries(now.models)) {
    const before = stateOf(was.models, model).phase.is;
    if (phase.is === before) continue;
    if (phase.is === "ready")
      log.info({ model, seconds: Math.round((loadMs ?? 0) / 1000) }, "a model is ready");
    if (phase.is === "draining") log.info({ model, why: phase.why }, "a model gets no more requests");
    if (phase.is === "stopped") log.info({ model }, "a model has gone");
    if (phase.is === "failed") log.error({ model, why: phase.why }, "a model has failed");
  }
  const { gaming } = now;
  if (gaming.is === was.gaming.is) return;
  if (gaming.is === "off") log.info({}, "the card is the models' again");
  else if (gaming.is === "draining") log.info({ why: gaming.why }, "models make room for a game");
  else log.info({ why: gaming.why }, "the card is free for a game");
}
