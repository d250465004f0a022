import { Fault } from "../../http/fault.ts";
import { type JsonObject, parseObject } from "../../http/json.ts";
import { type AnswerPart, partsOf } from "../chat-answer/index.ts";
import { object, objects, text } from "../reading.ts";
import { stopReason } from "../stop-reason.ts";
import { toolId } from "../tool-id.ts";
import { fromTimings } from "../usage.ts";
import { messagesUsage } from "../usage-forms.ts";

/** OpenAI's chat completion as Anthropic's message. */
export function toMessage(answer: JsonObject): JsonObject {
  const [choice = {}] = objects(answer.choices);
  const parts = partsOf(object(choice.message) ?? {});
  const callsTools = parts.some(({ kind }) => kind === "tool");
  const finish = text(choice.finish_reason) || undefined;
  return {
    ...messageHead(text(answer.id), text(answer.model)),
    content: parts.map((part) => ({ ...emptyBlock(part), ...filling(part) })),
    ...ending(finish, { callsTools, stopSequence: text(choice.stop_reason) || undefined }),
    usage: {
      ...messagesUsage(object(answer.usage) ?? fromTimings(answer)),
      ...tierOf(text(answer.service_tier)),
    },
  };
}

export function messageHead(id: string, model: string): JsonObject {
  return { id: `msg_${id.replace(/^(?:chatcmpl-|msg_)/, "")}`, type: "message", role: "assistant", model };
}

export function ending(
  finish: string | undefined,
  { callsTools, stopSequence }: { callsTools: boolean; stopSequence: string | undefined },
): JsonObject {
  if (stopSequence) return { stop_reason: "stop_sequence", stop_sequence: stopSequence };
  return { stop_reason: stopReason(finish, callsTools), stop_sequence: null };
}

export function tierOf(tier: string | undefined): JsonObject {
  if (!tier) return {};
  return { service_tier: tier === "default" ? "standard" : tier };
}

/** A block as it begins in a stream. */
export function emptyBlock(part: AnswerPart): JsonObject {
  switch (part.kind) {
    case "thinking":
      return { type: "thinking", thinking: "", signature: "" };
    case "redacted":
      return { type: "redacted_thinking", data: part.text };
    case "tool":
      return { type: "tool_use", id: toolId(part.id), name: part.name, input: {} };
    default:
      return { type: "text", text: "", citations: null };
  }
}

function filling(part: AnswerPart): JsonObject {
  switch (part.kind) {
    case "thinking":
      return { thinking: part.text, signature: part.signature ?? "" };
    case "redacted":
      return {};
    case "tool":
      return { input: inputOf(part) };
    default:
      return { text: part.text };
  }
}

function inputOf({ text: given, name }: AnswerPart): JsonObject {
  const input = given.trim() ? parseObject(given) : {};
  if (input) return input;
  throw new Fault({
    status: 502,
    kind: "upstream",
    code: "invalid_tool_arguments",
    message: `The model called the tool ${name} with arguments that are no JSON object. Ask again.`,
  });
}
