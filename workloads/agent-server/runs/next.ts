import type { AnyStep, Task, ToolStep } from "./shapes.ts";

/** What is to be done in a run. */
export type Move =
  /** Ask the model: `number` is the step that this is; with `isLast`, it has to answer now. */
  | { kind: "ask"; number: number; isLast: boolean }
  | { kind: "call"; step: ToolStep }
  /** It was under way when its copy was lost, and may have happened: nobody does it again. */
  | { kind: "leave"; step: ToolStep }
  /** For a person. */
  | { kind: "wait"; step: ToolStep }
  | { kind: "spent" }
  | { kind: "end" };

/** Follows from the steps alone, so that whoever takes a run over does what its last holder would have done. */
export function nextMove(steps: readonly AnyStep[], task: Pick<Task, "steps" | "tokens">): Move {
  const open = steps.find(({ state }) => !isOver.has(state));
  if (open?.kind === "tool") return moveOf(open);
  const last = steps.at(-1);
  if (!open && last?.kind === "model" && callsIn(last.said) === 0) return { kind: "end" };
  if (steps.reduce((sum, { tokens }) => sum + tokens, 0) >= task.tokens) return { kind: "spent" };
  const number = open?.number ?? (last?.number ?? 0) + 1;
  const asked = steps.slice(steps.findLastIndex(({ kind }) => kind === "input") + 1);
  const before = asked.filter((step) => step.kind === "model" && step !== open).length;
  return { kind: "ask", number, isLast: before + 1 >= task.steps };
}

const isOver = new Set<AnyStep["state"]>(["done", "refused", "unknown"]);

function moveOf(step: ToolStep): Move {
  if (step.state === "waiting") return { kind: "wait", step };
  if (step.state === "started" && !step.readsOnly) return { kind: "leave", step };
  return { kind: "call", step };
}

function callsIn(said: { tool_calls?: unknown[] | null | undefined } | null): number {
  return said?.tool_calls?.length ?? 0;
}
