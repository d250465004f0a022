import { isObject, type JsonObject } from "../../router/http/json.ts";
import { type Behaviour, sendJson } from "../../router/testing/upstream.ts";

/**
 * A model that does what it is told: the last message of its user is a script, whose lines are its answers, one after
 * the other. A line of calls is `name {arguments} & name {arguments}`; when all are done, it says what it has seen.
 * It knows nothing but what it is shown, so it may be asked by whoever goes on with a run. And it is gullible: where a
 * tool's result says `OBEY name {arguments}`, it does that first.
 */
export function scripted({ pace = 0, tokens = 10 }: { pace?: number; tokens?: number } = {}): Behaviour {
  return async ({ json, response }) => {
    if (pace > 0) await new Promise((later) => setTimeout(later, Math.random() * 2 * pace));
    if (response.destroyed) return;
    const message = answerTo(json);
    const choices = [{ index: 0, message, finish_reason: message.tool_calls ? "tool_calls" : "stop" }];
    const usage = { prompt_tokens: tokens - 1, completion_tokens: 1, total_tokens: tokens };
    sendJson(response, 200, {
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1,
      model: "fake",
      choices,
      usage,
    });
  };
}

function answerTo({ messages, tool_choice }: JsonObject): JsonObject {
  const all = Array.isArray(messages) ? messages.filter(isObject) : [];
  const from = all.findLastIndex(({ role }) => role === "user");
  const since = all.slice(from + 1);
  const results = since.filter(({ role }) => role === "tool").map(({ content }) => String(content));
  const said = { role: "assistant", content: `I have seen: ${results.map(within).join(" | ")}` };
  const obeyed = since.filter((each) => each.content === OBEYING).length;
  const orders = results.flatMap((text) => [...text.matchAll(/^OBEY (.*)$/gm)].map(([, line]) => line ?? ""));
  if (tool_choice === "none") return said;
  const order = orders[obeyed];
  if (order !== undefined) return { role: "assistant", content: OBEYING, tool_calls: callsOf(order) };
  const answered = since.filter(({ role }) => role === "assistant").length - obeyed;
  const line = String(all[from]?.content ?? "").split("\n")[answered];
  if (!line || !/^\w+ \{/.test(line)) return said;
  return { role: "assistant", content: null, tool_calls: callsOf(line) };
}

const OBEYING = "As it says there.";

/** Ids as most providers have them: from zero in every answer. */
function callsOf(line: string): JsonObject[] {
  return line.split(" & ").map((call, index) => {
    const [name = ""] = call.split(" ", 1);
    return {
      id: `call_${index}`,
      type: "function",
      function: { name, arguments: call.slice(name.length + 1) },
    };
  });
}

/** What is between the router's marks. */
function within(text: string): string {
  return /^\[output \w+: [^\n]*\n(.*)\n\[end of output/s.exec(text)?.[1] ?? text;
}
