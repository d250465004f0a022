import type { JsonObject } from "../http/json.ts";
import { callsOf } from "./message.ts";

/** A stored message with its place: `offset` is how many tokens of the conversation come before it. */
export interface Past {
  position: number;
  offset: number;
  tokens: number;
  message: JsonObject;
}

/**
 * A conversation as turns, a turn as steps that stand or fall together: what the person said first, then each answer
 * of the assistant with the results of the tools that it called. Half a step would make every provider refuse the
 * whole request, so calls without results and results without calls are left out.
 */
export function turnsOf(messages: readonly Past[], answered: ReadonlySet<string> = new Set()): Past[][][] {
  const turns: Past[][][] = [];
  for (const step of stepsOf(messages, answered)) {
    const [first] = step;
    // A conversation that was cut in mid-turn begins with an answer, and many chat templates refuse that.
    const opens = first?.message.role === "user" || first?.offset === 0;
    const turn = turns.at(-1);
    const question = turn?.[0];
    if (!opens && turn) turn.push(step);
    // Two messages of the person without an answer between them are one question.
    else if (opens && turn?.length === 1 && question) question.push(...step);
    else if (opens) turns.push([step]);
  }
  return turns;
}

function stepsOf(messages: readonly Past[], answered: ReadonlySet<string>): Past[][] {
  const steps: Past[][] = [];
  for (let index = 0; index < messages.length; index += 1) {
    const past = messages[index];
    if (!past || past.message.role === "tool") continue;
    const open = new Set(callsOf(past.message));
    const results = open.size > 0 ? resultsAfter(messages, index) : [];
    // The first result of each call; a second one for the same would be one too many.
    const matching = results.filter(({ message }) => open.delete(String(message.tool_call_id)));
    if ([...open].every((id) => answered.has(id))) steps.push([past, ...matching]);
  }
  return steps;
}

function resultsAfter(messages: readonly Past[], index: number): Past[] {
  const end = messages.findIndex((past, at) => at > index && past.message.role !== "tool");
  return messages.slice(index + 1, end < 0 ? undefined : end);
}
