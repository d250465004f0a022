import * as z from "zod";
import { type Message, message, type ToolCall } from "./shapes.ts";

const MOST_CALLS = 32;

const call = z.looseObject({
  function: z.looseObject({ name: z.string(), arguments: z.unknown().optional() }),
});

/** An answer of OpenAI's chat API, as far as it is read. */
export const completion = z.looseObject({
  choices: z.array(z.looseObject({ message })).min(1),
  usage: z.looseObject({ total_tokens: z.number().optional() }).nullish(),
});

export interface Answer {
  said: Message;
  calls: ToolCall[];
  tokens: number;
}

/** What of a model's answer becomes part of a run. Its calls get ids of their own: providers begin at zero every time. */
export function answerOf(
  { choices, usage }: z.output<typeof completion>,
  { number, isLast, asked }: { number: number; isLast: boolean; asked: number },
): Answer {
  const { tool_calls, ...said } = choices[0]?.message ?? { role: "assistant" };
  // Asked to answer now, some call all the same.
  const wanted = isLast ? [] : (tool_calls ?? []).slice(0, MOST_CALLS);
  const calls = wanted.flatMap((each, index): ToolCall[] => {
    const read = call.safeParse(each);
    if (!read.success) return [];
    const { name, arguments: given } = read.data.function;
    return [{ id: idOf(number, index), name: plain(name).slice(0, 100), arguments: textOf(given) }];
  });
  const tool_calls_now = calls.map(({ id, name, arguments: given }) => ({
    id,
    type: "function",
    function: { name, arguments: given },
  }));
  const whole = { ...said, role: "assistant", ...(calls.length > 0 && { tool_calls: tool_calls_now }) };
  const counted = usage?.total_tokens ?? roughly(asked + JSON.stringify(whole).length);
  return { said: whole, calls, tokens: Math.max(0, Math.round(counted)) };
}

/** Nine letters and digits, because Mistral takes nothing else. */
function idOf(number: number, index: number): string {
  return `s${String(number).padStart(5, "0")}c${String(index).padStart(2, "0")}`;
}

/** Some providers give an object where a text of JSON belongs. */
function textOf(given: unknown): string {
  return typeof given === "string" ? given : JSON.stringify(given ?? {});
}

function roughly(letters: number): number {
  return Math.ceil(letters / 4);
}

/** Names stand in logs and on terminals. */
function plain(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "?");
}
