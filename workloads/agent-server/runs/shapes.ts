import * as z from "zod";

/** How far a run has come. `waiting`: for a person to decide on a step. The last three are ends. */
export const runStates = ["queued", "running", "waiting", "done", "failed", "cancelled"] as const;
export type RunState = (typeof runStates)[number];

export const isEnd = (state: RunState): boolean => ["done", "failed", "cancelled"].includes(state);

/**
 * `said`: a person did. `waiting`, `approved`, `refused`: a call that may change something, and what a person says to it.
 * `unknown`: such a call was under way when its copy was lost; nobody repeats it.
 */
export const stepStates = ["ready", "waiting", "approved", "started", "done", "refused", "unknown"] as const;
export type StepState = (typeof stepStates)[number];

/** As OpenAI's API has it; what a provider adds stays. */
export const message = z.looseObject({
  role: z.string(),
  content: z.unknown().optional(),
  tool_calls: z.array(z.unknown()).nullish(),
});
export type Message = z.output<typeof message>;

/** What a model wants done, as it wrote it. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

export interface Step {
  number: number;
  state: StepState;
  began: Date | null;
  ended: Date | null;
  tokens: number;
  /** What a person says to it. */
  note: string | null;
  changed: string;
}

export interface InputStep extends Step {
  kind: "input";
  said: Message[];
}
export interface ModelStep extends Step {
  kind: "model";
  said: Message | null;
}
export interface ToolStep extends Step {
  kind: "tool";
  call: ToolCall;
  /** Known to change nothing: it needs nobody's leave, and may be done again. */
  readsOnly: boolean;
  said: string | null;
  outcome: string | null;
}
export type AnyStep = InputStep | ModelStep | ToolStep;

/** What somebody wants of an agent. */
export interface Task {
  model: string;
  instructions: string | null;
  /** Patterns of the router's tools. */
  tools: string[];
  /** With `local`, no model outside the house is asked. */
  privacy: "local" | "any";
  /** How often the model may be asked for one input. */
  steps: number;
  /** Of models, in all. */
  tokens: number;
}

export interface Run {
  id: string;
  person: string;
  task: Task;
  state: RunState;
  /** Why it is so, in a sentence, where that is not plain. */
  reason: string | null;
  tokens: number;
  made: Date;
  ended: Date | null;
  changed: string;
}
