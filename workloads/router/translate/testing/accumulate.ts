import { isObject, type JsonObject } from "../../http/json.ts";

/** What a client makes of a chat stream: pieces appended, the rest as it was said last. */
export function completionFrom(chunks: JsonObject[]): JsonObject {
  const message: JsonObject = { content: null, refusal: null };
  const whole: JsonObject = {};
  let ending: JsonObject = {};
  for (const { choices, object: _, ...head } of chunks) {
    Object.assign(whole, head);
    for (const choice of (choices ?? []) as JsonObject[]) {
      const { delta, ...rest } = choice;
      if (rest.finish_reason) ending = rest;
      const { role, content, reasoning_content, thinking_blocks, tool_calls } = delta as JsonObject;
      if (role) message.role = role;
      if (content) message.content = `${message.content ?? ""}${content}`;
      if (reasoning_content)
        message.reasoning_content = `${message.reasoning_content ?? ""}${reasoning_content}`;
      for (const { index: _, ...block } of (thinking_blocks ?? []) as JsonObject[]) {
        message.thinking_blocks = [...((message.thinking_blocks ?? []) as JsonObject[]), block];
      }
      for (const call of (tool_calls ?? []) as JsonObject[])
        message.tool_calls = withCall((message.tool_calls ?? []) as JsonObject[], call);
    }
  }
  return { ...whole, object: "chat.completion", choices: [{ message, ...ending }] };
}

function withCall(calls: JsonObject[], { index, ...piece }: JsonObject): JsonObject[] {
  const place = Number(index);
  const before = calls[place];
  if (!before) return [...calls, piece];
  const said = before.function as JsonObject;
  const more = piece.function as JsonObject;
  return calls.with(place, {
    ...before,
    function: { ...said, arguments: `${said.arguments}${more.arguments}` },
  });
}

/** What a client makes of Anthropic's events. */
export function messageFrom(events: JsonObject[]): JsonObject {
  let message: JsonObject = {};
  const blocks: JsonObject[] = [];
  const inputs: string[] = [];
  for (const event of events) {
    const index = Number(event.index);
    const block = blocks[index] ?? {};
    if (event.type === "message_start") message = { ...(event.message as JsonObject) };
    if (event.type === "content_block_start") blocks[index] = { ...(event.content_block as JsonObject) };
    if (event.type === "content_block_delta") {
      const { type, text, thinking, signature, partial_json } = event.delta as JsonObject;
      if (type === "text_delta") block.text = `${block.text}${text}`;
      if (type === "thinking_delta") block.thinking = `${block.thinking}${thinking}`;
      if (type === "signature_delta") block.signature = signature;
      if (type === "input_json_delta") inputs[index] = `${inputs[index] ?? ""}${partial_json}`;
    }
    if (event.type === "content_block_stop" && inputs[index]) block.input = JSON.parse(inputs[index]);
    if (event.type === "message_delta") Object.assign(message, event.delta, { usage: event.usage });
  }
  return { ...message, content: blocks };
}

/** The last event holds the whole response, and the items that were said before must be the same. */
export function responseFrom(events: JsonObject[]): JsonObject {
  const items = events.filter(({ type }) => type === "response.output_item.done").map(({ item }) => item);
  const last = events.at(-1)?.response;
  if (!isObject(last) || JSON.stringify(last.output) !== JSON.stringify(items))
    throw new Error("items differ");
  const said = events.filter(({ type }) =>
    /(?:output_text|reasoning_text|arguments)\.delta$/.test(String(type)),
  );
  const whole = said.map(({ delta }) => delta).join("");
  const kept = items.map((item) => textOf(item as JsonObject)).join("");
  if (whole !== kept) throw new Error("pieces differ from the whole");
  return last;
}

function textOf(item: JsonObject): string {
  if (item.type === "function_call") return String(item.arguments);
  return ((item.content ?? []) as JsonObject[]).map(({ text }) => text).join("");
}
