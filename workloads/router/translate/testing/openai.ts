import type { JsonObject } from "../../http/json.ts";
import { pieces } from "./anthropic.ts";

/** An answer with everything in it, as OpenAI-compatible servers give it. */
export const completion: JsonObject = {
  id: "chatcmpl-7",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "qwen3.5-27b",
  choices: [
    {
      index: 0,
      message: {
        role: "assistant",
        reasoning_content: "Both, then.",
        content: "Let me see.",
        tool_calls: [
          {
            id: "call_1",
            type: "function",
            function: { name: "weather", arguments: '{"city":"Köln","days":[1,2]}' },
          },
          { id: "call_2", type: "function", function: { name: "clock", arguments: "{}" } },
        ],
      },
      logprobs: null,
      finish_reason: "tool_calls",
    },
  ],
  usage: {
    prompt_tokens: 112,
    completion_tokens: 34,
    total_tokens: 146,
    prompt_tokens_details: { cached_tokens: 100 },
    completion_tokens_details: { reasoning_tokens: 0 },
  },
};

/** The same in chunks: text, thoughts and arguments in pieces of `size` letters. */
export function chunksOf(whole: JsonObject, size = 3): JsonObject[] {
  const { id, created, model, usage } = whole;
  const head = { id, object: "chat.completion.chunk", created, model };
  const [choice] = whole.choices as JsonObject[];
  const { message, finish_reason } = choice as JsonObject;
  const said = message as JsonObject;
  const calls = (said.tool_calls ?? []) as JsonObject[];
  const deltas: JsonObject[] = [
    { role: "assistant", content: "" },
    ...pieces(String(said.reasoning_content ?? ""), size).map((reasoning_content) => ({ reasoning_content })),
    ...pieces(String(said.content ?? ""), size).map((content) => ({ content })),
    ...calls.flatMap((call, index) => {
      const called = call.function as JsonObject;
      const begun = { index, id: call.id, type: "function", function: { name: called.name, arguments: "" } };
      const rest = pieces(String(called.arguments), size).map((piece) => ({
        index,
        function: { arguments: piece },
      }));
      return [begun, ...rest].map((one) => ({ tool_calls: [one] }));
    }),
  ];
  const chunk = (delta: JsonObject, reason: unknown = null) => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: reason as string, logprobs: null }],
    usage: null,
  });
  const last = usage === undefined ? [] : [{ ...head, choices: [], usage }];
  return [...deltas.map((delta) => chunk(delta)), chunk({}, finish_reason), ...last];
}
