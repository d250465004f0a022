import type { JsonObject } from "../../http/json.ts";

export const thought = { type: "thinking", thinking: "I should look at both.", signature: "c2lnbmVk" };
export const hidden = { type: "redacted_thinking", data: "aGlkZGVu" };

/** A turn with everything in it, as Anthropic documents its answers. */
export const message: JsonObject = {
  id: "msg_01",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-5",
  content: [
    thought,
    hidden,
    { type: "text", text: "Let me see.", citations: null },
    { type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Köln", days: [1, 2] } },
    { type: "tool_use", id: "toolu_2", name: "clock", input: {} },
  ],
  stop_reason: "tool_use",
  stop_sequence: null,
  usage: {
    input_tokens: 12,
    output_tokens: 34,
    cache_read_input_tokens: 100,
    cache_creation_input_tokens: 0,
    output_tokens_details: { thinking_tokens: 9 },
    service_tier: "standard",
  },
};

/** The same in events: text, thoughts and arguments in pieces of `size` letters. */
export function eventsOf(whole: JsonObject, size = 3): JsonObject[] {
  const { content, stop_reason, stop_sequence, usage, ...head } = whole;
  const said = usage as JsonObject;
  const start = {
    ...head,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...said, output_tokens: 1 },
  };
  const blocks = (content as JsonObject[]).flatMap((block, index) => [
    { type: "content_block_start", index, content_block: emptied(block) },
    { type: "ping" },
    ...deltasOf(block, size).map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ]);
  const delta = { stop_reason, stop_sequence };
  return [
    { type: "message_start", message: start },
    ...blocks,
    {
      type: "message_delta",
      delta,
      usage: { output_tokens: said.output_tokens, output_tokens_details: said.output_tokens_details ?? null },
    },
    { type: "message_stop" },
  ];
}

function emptied(block: JsonObject): JsonObject {
  if (block.type === "text") return { ...block, text: "" };
  if (block.type === "thinking") return { ...block, thinking: "", signature: "" };
  return block.type === "tool_use" ? { ...block, input: {} } : block;
}

function deltasOf(block: JsonObject, size: number): JsonObject[] {
  switch (block.type) {
    case "text":
      return pieces(String(block.text), size).map((text) => ({ type: "text_delta", text }));
    case "thinking":
      return [
        ...pieces(String(block.thinking), size).map((thinking) => ({ type: "thinking_delta", thinking })),
        { type: "signature_delta", signature: block.signature },
      ];
    case "tool_use": {
      const json = JSON.stringify(block.input);
      const given = json === "{}" ? [""] : pieces(json, size);
      return given.map((partial_json) => ({ type: "input_json_delta", partial_json }));
    }
    default:
      return [];
  }
}

export function pieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  );
}
