import { errorBody } from "../../api/errors.ts";
import type { FaultDetails } from "../../http/fault.ts";
import type { JsonObject } from "../../http/json.ts";
import { cutShort, providerFault } from "../provider-fault.ts";
import { eventObject, number, object, text } from "../reading.ts";
import type { StreamEvent, StreamTranslator } from "../translation.ts";
import { chatUsage } from "../usage-forms.ts";
import { ending, tierOf } from "./response.ts";

/** Anthropic's events as OpenAI's chunks. */
export class ChatChunks implements StreamTranslator {
  readonly #wantsUsage: boolean;
  #head: JsonObject = {};
  #usage: JsonObject = {};
  #blocks = new Map<number, JsonObject>();
  #calls = 0;
  #thoughts = 0;
  #done = false;

  constructor(asked: JsonObject) {
    this.#wantsUsage = object(asked.stream_options)?.include_usage === true;
  }

  push(event: StreamEvent): StreamEvent[] {
    const said = this.#done ? undefined : eventObject(event);
    switch (said?.type) {
      case "message_start":
        return this.#start(object(said.message) ?? {});
      case "content_block_start":
        return this.#open(number(said.index) ?? 0, object(said.content_block) ?? {});
      case "content_block_delta":
        return this.#piece(number(said.index) ?? 0, object(said.delta) ?? {});
      case "content_block_stop":
        return this.#close(number(said.index) ?? 0);
      case "message_delta":
        return this.#ending(object(said.delta) ?? {}, object(said.usage) ?? {});
      case "message_stop":
        return this.#stop();
      case "error":
        return this.#fail(providerFault(said) ?? cutShort);
      default:
        return [];
    }
  }

  end(): StreamEvent[] {
    return this.#done ? [] : this.#fail(cutShort);
  }

  #start(message: JsonObject): StreamEvent[] {
    this.#usage = object(message.usage) ?? {};
    this.#head = {
      id: message.id,
      object: "chat.completion.chunk",
      created: Math.floor(Date.now() / 1000),
      model: message.model,
      service_tier: tierOf(this.#usage),
    };
    return [this.#delta({ role: "assistant", content: "" })];
  }

  #open(index: number, block: JsonObject): StreamEvent[] {
    const kept: JsonObject = { ...block };
    this.#blocks.set(index, kept);
    if (block.type === "text" && block.text) return [this.#delta({ content: block.text })];
    if (block.type === "thinking" && block.thinking)
      return [this.#delta({ reasoning_content: block.thinking })];
    if (block.type !== "tool_use") return [];
    kept.call = this.#calls++;
    const called = { name: block.name, arguments: "" };
    return [
      this.#delta({ tool_calls: [{ index: kept.call, id: block.id, type: "function", function: called }] }),
    ];
  }

  #piece(index: number, delta: JsonObject): StreamEvent[] {
    const block = this.#blocks.get(index) ?? {};
    switch (delta.type) {
      case "text_delta":
        return [this.#delta({ content: delta.text })];
      case "thinking_delta":
        block.thinking = text(block.thinking) + text(delta.thinking);
        return [this.#delta({ reasoning_content: delta.thinking })];
      case "signature_delta":
        block.signature = delta.signature;
        return [];
      case "input_json_delta":
        if (!delta.partial_json) return [];
        block.begun = true;
        return [this.#arguments(block, text(delta.partial_json))];
      default:
        return [];
    }
  }

  #close(index: number): StreamEvent[] {
    const block = this.#blocks.get(index);
    this.#blocks.delete(index);
    switch (block?.type) {
      case "tool_use":
        // A call without arguments has no pieces, and some servers send all of them at the start.
        return block.begun ? [] : [this.#arguments(block, JSON.stringify(block.input ?? {}))];
      case "thinking": {
        const { type, thinking, signature } = block;
        return [this.#delta({ thinking_blocks: [{ index: this.#thoughts++, type, thinking, signature }] })];
      }
      case "redacted_thinking":
        return [
          this.#delta({ thinking_blocks: [{ index: this.#thoughts++, type: block.type, data: block.data }] }),
        ];
      default:
        return [];
    }
  }

  #ending(delta: JsonObject, usage: JsonObject): StreamEvent[] {
    // The last figures win: those at the start are of the prompt alone.
    const said = Object.entries(usage).filter(([, value]) => value !== null);
    this.#usage = { ...this.#usage, ...Object.fromEntries(said) };
    return delta.stop_reason
      ? [this.#chunk([{ index: 0, delta: {}, logprobs: null, ...ending(delta) }])]
      : [];
  }

  #stop(): StreamEvent[] {
    this.#done = true;
    const usage = this.#wantsUsage ? chatUsage(this.#usage) : undefined;
    return [...(usage ? [this.#chunk([], { usage })] : []), { data: "[DONE]" }];
  }

  #fail(fault: FaultDetails): StreamEvent[] {
    this.#done = true;
    return [{ data: errorBody("openai", fault) }];
  }

  #arguments(block: JsonObject, piece: string): StreamEvent {
    return this.#delta({ tool_calls: [{ index: block.call, function: { arguments: piece } }] });
  }

  #delta(delta: JsonObject): StreamEvent {
    return this.#chunk([{ index: 0, delta, logprobs: null, finish_reason: null }]);
  }

  #chunk(choices: JsonObject[], more: JsonObject = {}): StreamEvent {
    return { data: JSON.stringify({ ...this.#head, choices, ...more }) };
  }
}
