import type { Json, JsonObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";
import { object, objects, text } from "../reading.ts";
import { systemNote } from "../system-note.ts";
import { type ResultOf, toolMessages } from "../tool-messages.ts";
import { contentOf, partsOf } from "./parts.ts";
import { openThoughts } from "./thoughts.ts";

/** Instructions and input items as OpenAI's chat messages. */
export function messagesOf({ instructions, input }: JsonObject): JsonObject[] {
  const items = typeof input === "string" ? [{ role: "user", content: input }] : objects(input);
  const start = items.findIndex(({ role }) => !isSystem(role));
  const leading = start < 0 ? items.length : start;
  // One message, because the templates of many local models take one alone, and at the front alone.
  const system = [text(instructions), ...items.slice(0, leading).map(({ content }) => plain(content))];
  const chat = new Chat();
  items.slice(leading).forEach((item, index) => {
    chat.add(item, `input[${leading + index}]`);
  });
  const said = system.filter(Boolean).join("\n\n");
  return [...(said ? [{ role: "system", content: said }] : []), ...chat.close()];
}

function isSystem(role: Json | undefined): boolean {
  return role === "system" || role === "developer";
}

/** What one side does in several items (thinks, speaks, calls) is one message in chat. */
class Chat {
  #messages: JsonObject[] = [];
  #thoughts: JsonObject[] = [];
  #results: ResultOf[] = [];

  add(item: JsonObject, where: string): void {
    if (item.type !== "function_call_output") this.#showResults();
    switch (item.type ?? "message") {
      case "message":
        this.#say(item, where);
        return;
      case "reasoning":
        this.#thoughts.push(item);
        return;
      case "function_call":
        this.#assistant().tool_calls = [...objects(this.#assistant().tool_calls), callOf(item)];
        return;
      case "function_call_output":
        this.#results.push({
          id: text(item.call_id),
          parts: outputOf(item.output, where),
          isError: false,
          more: {},
        });
        return;
      case "item_reference":
        throw cannot(where, "the router keeps no items. Send the item itself, or use previous_response_id.");
      default:
        throw cannot(
          `${where}.type`,
          `"${text(item.type)}" belongs to a tool at OpenAI. Leave the item out.`,
        );
    }
  }

  close(): JsonObject[] {
    this.#showResults();
    return this.#messages;
  }

  #say(item: JsonObject, where: string): void {
    if (item.role === "assistant") {
      const message = this.#assistant();
      const said = contentOf([
        ...partsOf(message.content ?? undefined, where),
        ...partsOf(item.content, where),
      ]);
      message.content = said ?? null;
      return;
    }
    this.#thoughts = [];
    if (isSystem(item.role)) this.#messages.push({ role: "user", content: systemNote(plain(item.content)) });
    else this.#messages.push({ role: "user", content: contentOf(partsOf(item.content, where)) ?? "" });
  }

  /** The message that the model is in the middle of. */
  #assistant(): JsonObject {
    const last = this.#messages.at(-1);
    const message = last?.role === "assistant" ? last : { role: "assistant", content: null };
    if (message !== last) this.#messages.push(message);
    Object.assign(message, openThoughts(this.#thoughts));
    this.#thoughts = [];
    return message;
  }

  #showResults(): void {
    const { messages, shown } = toolMessages(this.#results);
    this.#results = [];
    this.#messages.push(...messages);
    if (shown.length > 0) this.#messages.push({ role: "user", content: shown });
  }
}

function callOf({ call_id, name, arguments: given }: JsonObject): JsonObject {
  return { id: call_id, type: "function", function: { name, arguments: given } };
}

/** A text, parts, or whatever JSON a client's tool gave back. */
function outputOf(output: Json | undefined, where: string): JsonObject[] {
  if (typeof output === "string" || Array.isArray(output)) return partsOf(output, where, "output");
  return [{ type: "text", text: JSON.stringify(object(output) ?? output ?? null) }];
}

function plain(content: Json | undefined): string {
  return typeof content === "string"
    ? content
    : objects(content)
        .map((part) => text(part.text))
        .join("\n\n");
}
