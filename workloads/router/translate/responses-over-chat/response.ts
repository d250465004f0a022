import type { JsonObject } from "../../http/json.ts";
import { partsOf } from "../chat-answer/index.ts";
import { object, objects, text } from "../reading.ts";
import { fromTimings } from "../usage.ts";
import { responsesUsage } from "../usage-forms.ts";
import { itemId, itemOf, newId, showingOf } from "./items.ts";
import { echoOf } from "./request.ts";

/** OpenAI's chat completion as a response of its Responses API. */
export function toResponse(answer: JsonObject, asked: JsonObject): JsonObject {
  const [choice = {}] = objects(answer.choices);
  const showing = showingOf(asked);
  const end = ending(text(choice.finish_reason));
  const output = partsOf(object(choice.message) ?? {}).map((part) =>
    itemOf(part, { id: itemId(part), status: "completed", showing }),
  );
  return {
    ...responseHead({ id: newId("resp"), model: text(answer.model), asked }),
    ...end,
    completed_at: end.status === "completed" ? now() : null,
    output,
    usage: responsesUsage(object(answer.usage) ?? fromTimings(answer)),
    service_tier: answer.service_tier ?? undefined,
  };
}

export interface Head {
  id: string;
  model: string;
  asked: JsonObject;
}

export function responseHead({ id, model, asked }: Head): JsonObject {
  return {
    id,
    object: "response",
    created_at: now(),
    status: "in_progress",
    background: false,
    error: null,
    incomplete_details: null,
    model,
    output: [],
    usage: null,
    ...echoOf(asked),
  };
}

export function ending(finish: string | undefined): JsonObject {
  if (finish === "length") return incomplete("max_output_tokens");
  if (finish === "content_filter") return incomplete("content_filter");
  return { status: "completed" };
}

export function now(): number {
  return Math.floor(Date.now() / 1000);
}

function incomplete(reason: string): JsonObject {
  return { status: "incomplete", incomplete_details: { reason } };
}
