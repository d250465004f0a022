import { errorBody } from "../../api/errors.ts";
import type { FaultDetails } from "../../http/fault.ts";
import type { JsonObject } from "../../http/json.ts";
import { ChatReader, type PartEvent } from "../chat-answer/index.ts";
import { cutShort, providerFault } from "../provider-fault.ts";
import { eventObject } from "../reading.ts";
import type { StreamEvent, StreamTranslator } from "../translation.ts";
import { messagesUsage } from "../usage-forms.ts";
import { emptyBlock, ending, messageHead, tierOf } from "./response.ts";

/** OpenAI's chunks as Anthropic's events. */
export class MessageEvents implements StreamTranslator {
  readonly #reader = new ChatReader();
  #begun = false;
  #done = false;

  push(event: StreamEvent): StreamEvent[] {
    if (this.#done) return [];
    if (event.data === "[DONE]") return this.#finish();
    const chunk = eventObject(event);
    if (!chunk) return [];
    const fault = providerFault(chunk);
    if (fault) return this.#fail(fault);
    const parts = this.#reader.push(chunk);
    return [...this.#start(), ...parts.flatMap((part) => eventsOf(part))];
  }

  end(): StreamEvent[] {
    if (this.#done) return [];
    // A few servers leave `[DONE]` out; one that says no reason for its end either has been cut.
    return this.#reader.finish ? this.#finish() : this.#fail(cutShort);
  }

  #start(): StreamEvent[] {
    if (this.#begun) return [];
    this.#begun = true;
    const message = {
      ...messageHead(this.#reader.id, this.#reader.model),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      // Nobody knows yet, but the field must hold numbers; the last figures are those that count.
      usage: { input_tokens: 0, output_tokens: 0 },
    };
    return [event("message_start", { message })];
  }

  #finish(): StreamEvent[] {
    this.#done = true;
    const reader = this.#reader;
    const usage = { ...messagesUsage(reader.usage), ...tierOf(reader.serviceTier) };
    return [
      ...this.#start(),
      ...reader.close().flatMap((part) => eventsOf(part)),
      event("message_delta", { delta: ending(reader.finish, reader), usage }),
      event("message_stop", {}),
    ];
  }

  #fail(fault: FaultDetails): StreamEvent[] {
    this.#done = true;
    return [{ event: "error", data: errorBody("anthropic", fault) }];
  }
}

function eventsOf(said: PartEvent): StreamEvent[] {
  const { index, part } = said;
  switch (said.type) {
    case "open":
      return [event("content_block_start", { index, content_block: emptyBlock(part) })];
    case "piece":
      return [event("content_block_delta", { index, delta: deltaOf(part.kind, said.piece) })];
    case "close": {
      const delta = { type: "signature_delta", signature: part.signature };
      const signed = part.signature ? [event("content_block_delta", { index, delta })] : [];
      return [...signed, event("content_block_stop", { index })];
    }
  }
}

function deltaOf(kind: string, piece: string): JsonObject {
  if (kind === "thinking") return { type: "thinking_delta", thinking: piece };
  if (kind === "tool") return { type: "input_json_delta", partial_json: piece };
  return { type: "text_delta", text: piece };
}

function event(type: string, fields: JsonObject): StreamEvent {
  return { event: type, data: JSON.stringify({ type, ...fields }) };
}
