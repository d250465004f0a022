import { type Past, turnsOf } from "./turns.ts";

/** Stands for all messages up to and with `upTo`. */
export interface Summary {
  upTo: number;
  text: string;
  tokens: number;
}

export interface History {
  messages: Past[];
  summary?: Summary | undefined;
  /** How many tokens the conversation has in all, also what is not among `messages`. */
  total: number;
}

export interface Fitted {
  messages: Past[];
  summary?: Summary | undefined;
}

// The cut moves in steps of a quarter of the budget. If it moved by a turn at every request, the beginning of the
// prompt would change each time, and the model's server could never use its KV cache.
const stepsOfBudget = 4;

/**
 * The newest turns that fit into the budget, in order, with the summary of what had to go. A tool call and its
 * results stay together or go together. `answered` holds the ids of calls whose results come with the request.
 */
export function fit(history: History, budget: number, answered: ReadonlySet<string> = new Set()): Fitted {
  const turns = turnsOf(history.messages, answered);
  const first = history.messages[0];
  // Nothing at all: the client itself has sent what came before.
  const complete = first === undefined || first.offset === 0;
  if (complete && cost(turns.flat(2)) <= budget) return { messages: turns.flat(2) };

  const summary = history.summary && history.summary.tokens <= budget / 2 ? history.summary : undefined;
  const room = budget - (summary?.tokens ?? 0);
  const step = Math.max(1, Math.floor(room / stepsOfBudget));
  const cut = Math.ceil(Math.max(0, history.total - room) / step) * step;
  const isKept = (turn: Past[][]) => (turn[0]?.[0]?.offset ?? 0) >= cut;
  // A latest turn that is longer than a step stays all the same, as much of it as fits.
  const kept = turns.filter((turn, index) => isKept(turn) || index === turns.length - 1);
  while (kept.length > 1 && cost(kept.flat(2)) > room) kept.shift();
  const messages = kept.length === 1 && kept[0] ? fitTurn(kept[0], room) : kept.flat(2);
  return { messages, summary };
}

/** The question, and the latest steps towards its answer: a model that works through many tools keeps its thread. */
function fitTurn([question = [], ...steps]: Past[][], room: number): Past[] {
  let left = room - cost(question);
  if (left < 0) return [];
  const newest: Past[] = [];
  for (const step of steps.reverse()) {
    left -= cost(step);
    if (left < 0) break;
    newest.unshift(...step);
  }
  return [...question, ...newest];
}

function cost(messages: readonly Past[]): number {
  return messages.reduce((sum, { tokens }) => sum + tokens, 0);
}
