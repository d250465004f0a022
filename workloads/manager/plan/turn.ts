import type { Model } from "../models.ts";
import { type ContainerSeen, type Demand, idle, type ModelState, type Phase, type Seen } from "./state.ts";

/** Long enough for everybody who sends requests to hear that no more may come, and to tell of the last. */
export const GRACE = 1_000;
/** A model that is loaded, and says nothing for so long, is hung. */
export const HUNG = 30_000;
/** How long Docker may be away before a load is given up. */
export const AWAY = 10_000;
const RETRY = 5_000;
const LONGEST_RETRY = 300_000;

/** What became of one model, by what is seen of it. */
export function turn(model: Model, was: ModelState, seen: Seen, now: number): ModelState {
  const demand = seen.demand[model.name] ?? idle;
  const phase = seen.away ? withoutDocker(was, seen.away, now) : next(model, was, seen, demand, now);
  const state = { ...was, phase };
  if (phase.is === "ready" && was.phase.is === "starting") {
    state.failures = 0;
    state.loadMs = now - was.phase.since;
    state.usedAt = now;
  }
  if (phase.is === "failed" && was.phase.is !== "failed") state.failures = was.failures + 1;
  if (demand.running > 0 || (demand.waiting > 0 && phase.is === "ready")) state.usedAt = now;
  return queued(state, demand, now);
}

function next(model: Model, was: ModelState, seen: Seen, demand: Demand, now: number): Phase {
  const { phase } = was;
  const container = seen.containers[model.name];
  const isBusy = seen.busy.has(model.name);
  const refusal = seen.refused[model.name];
  switch (phase.is) {
    case "stopped":
    case "failed":
      // Somebody else has started it, or it ran before we did.
      return container?.running && !isBusy
        ? { is: "starting", since: now, begun: true, run: container.run }
        : phase;
    case "starting":
      if (refusal !== undefined) return failed(was, `cannot be started: ${refusal}`, now);
      return !phase.begun || isBusy ? phase : started(model, was, phase, container, now);
    case "ready":
      return stillReady(was, phase, container, now);
    case "draining":
      if (!container?.running) return { is: "stopped" };
      return now >= phase.until || (demand.running === 0 && now - phase.since >= GRACE)
        ? { is: "stopping", since: now, why: phase.why }
        : phase;
    case "stopping":
      if (container?.running || isBusy) return phase;
      return phase.failure === undefined ? { is: "stopped" } : failed(was, phase.failure, now);
  }
}

function started(
  { name, startsWithin }: Model,
  was: ModelState,
  phase: Extract<Phase, { is: "starting" }>,
  container: ContainerSeen | undefined,
  now: number,
): Phase {
  if (!container) return failed(was, `has no container "${name}": it was removed`, now);
  if (!container.running)
    return failed(was, `ended while it was loading: ${container.end ?? "nobody knows why"}`, now);
  if (phase.run !== undefined && phase.run !== container.run) {
    // Docker has started it again by itself, and would do so for ever.
    const failure = `ended while it was loading: ${container.end ?? "Docker has started it again"}`;
    return { is: "stopping", since: now, why: "it does not load", failure };
  }
  if (container.answers) return { is: "ready", since: now, run: container.run };
  if (now - phase.since < startsWithin * 1000) return { ...phase, run: container.run };
  return {
    is: "stopping",
    since: now,
    why: "it does not load",
    failure: `did not answer within ${startsWithin} s of its start`,
  };
}

function stillReady(
  was: ModelState,
  phase: Extract<Phase, { is: "ready" }>,
  container: ContainerSeen | undefined,
  now: number,
): Phase {
  if (!container?.running) return failed(was, `ended: ${container?.end ?? "its container was removed"}`, now);
  if (container.run !== phase.run) return { is: "starting", since: now, begun: true, run: container.run };
  if (container.answers) return { is: "ready", since: phase.since, run: phase.run };
  const silentSince = phase.silentSince ?? now;
  if (now - silentSince < HUNG) return { ...phase, silentSince };
  return {
    is: "stopping",
    since: now,
    why: "it hangs",
    failure: `has not answered for ${HUNG / 1000} s`,
  };
}

/** Nobody can say what its containers do. A load is not waited for: whoever asked may go elsewhere. */
function withoutDocker(was: ModelState, away: NonNullable<Seen["away"]>, now: number): Phase {
  if (was.phase.is !== "starting" || now - away.since < AWAY) return was.phase;
  return failed(was, `cannot be loaded: Docker does not answer (${away.why})`, now);
}

function failed({ failures }: ModelState, why: string, now: number): Phase {
  return { is: "failed", since: now, why, retryAt: now + Math.min(RETRY * 2 ** failures, LONGEST_RETRY) };
}

/** A place in the queue is kept for as long as somebody waits. */
function queued({ askedAt, blocked: _, ...state }: ModelState, { waiting }: Demand, now: number): ModelState {
  return waiting > 0 && state.phase.is !== "ready" ? { ...state, askedAt: askedAt ?? now } : state;
}
