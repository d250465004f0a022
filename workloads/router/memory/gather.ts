import { isObject, type Json, type JsonObject } from "../http/json.ts";

interface Call {
  id: string;
  name: string;
  arguments: string;
}

/** Puts the assistant's message together from the chunks of a stream (OpenAI's chat form). */
export class GatheredAnswer {
  readonly #calls: Call[] = [];
  #content = "";
  #refusal = "";
  #reasoning = "";
  #finished = false;

  push(chunk: JsonObject): void {
    const choice = Array.isArray(chunk.choices) ? chunk.choices.find(isFirst) : undefined;
    if (!isObject(choice)) return;
    if (typeof choice.finish_reason === "string") this.#finished = true;
    if (!isObject(choice.delta)) return;
    const { content, refusal, reasoning_content: reasoning, tool_calls: calls } = choice.delta;
    if (typeof content === "string") this.#content += content;
    if (typeof refusal === "string") this.#refusal += refusal;
    if (typeof reasoning === "string") this.#reasoning += reasoning;
    if (Array.isArray(calls)) for (const call of calls) this.#addCall(call);
  }

  /** What was said until now; undefined when that is nothing. A call that broke off is none. */
  message(): JsonObject | undefined {
    const calls = this.#finished ? this.#calls.filter(Boolean) : [];
    if (!this.#content && !this.#refusal && calls.length === 0) return undefined;
    const message: JsonObject = { role: "assistant", content: this.#content || null };
    if (this.#refusal) message.refusal = this.#refusal;
    if (this.#reasoning) message.reasoning_content = this.#reasoning;
    if (calls.length > 0) message.tool_calls = calls.map(toCall);
    return message;
  }

  #addCall(part: Json): void {
    if (!isObject(part) || !isObject(part.function)) return;
    const index = typeof part.index === "number" ? part.index : 0;
    const call = this.#calls[index] ?? { id: "", name: "", arguments: "" };
    this.#calls[index] = call;
    if (typeof part.id === "string") call.id = part.id;
    if (typeof part.function.name === "string") call.name += part.function.name;
    if (typeof part.function.arguments === "string") call.arguments += part.function.arguments;
  }
}

/** The same of an answer that came at once. */
export function answerIn(completion: JsonObject): JsonObject | undefined {
  const choice = Array.isArray(completion.choices) ? completion.choices.find(isFirst) : undefined;
  return isObject(choice) && isObject(choice.message) ? choice.message : undefined;
}

function isFirst(choice: Json): boolean {
  return isObject(choice) && (choice.index ?? 0) === 0;
}

function toCall({ id, name, arguments: given }: Call): JsonObject {
  return { id, type: "function", function: { name, arguments: given } };
}
