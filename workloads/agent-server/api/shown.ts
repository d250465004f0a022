import type * as z from "zod";
import type { AnyStep, Run } from "../runs/index.ts";
import type { oneRun, oneStep, wholeRun } from "./shapes.ts";

const time = (at: Date | null) => at?.toISOString() ?? null;

export function shownRun({ id, state, reason, task, tokens, made, ended }: Run): z.output<typeof oneRun> {
  const { model, tools, privacy, steps } = task;
  const limits = { steps, tokens: task.tokens, spent: tokens };
  return {
    id,
    state,
    reason,
    model,
    tools,
    privacy,
    ...limits,
    made: made.toISOString(),
    ended: time(ended),
  };
}

export function shownWhole(run: Run, steps: readonly AnyStep[]): z.output<typeof wholeRun> {
  const last = steps.at(-1);
  const content = last?.kind === "model" ? last.said?.content : undefined;
  return {
    ...shownRun(run),
    answer: run.state === "done" && typeof content === "string" ? content : null,
    waiting: steps.filter(({ state }) => state === "waiting").map(({ number }) => number),
  };
}

export function shownStep(step: AnyStep): z.output<typeof oneStep> {
  const { number, kind, state, tokens, note, said } = step;
  const isCall = kind === "tool";
  return {
    number,
    kind,
    state,
    call: isCall ? step.call : null,
    readsOnly: isCall ? step.readsOnly : null,
    said,
    outcome: isCall ? step.outcome : null,
    spent: tokens,
    note,
    began: time(step.began),
    ended: time(step.ended),
  };
}
