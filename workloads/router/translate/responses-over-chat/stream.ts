import type { FaultDetails } from "../../http/fault.ts";
import type { JsonObject } from "../../http/json.ts";
import { ChatReader, type PartEvent } from "../chat-answer/index.ts";
import { cutShort, providerFault } from "../provider-fault.ts";
import { eventObject } from "../reading.ts";
import type { StreamEvent, StreamTranslator } from "../translation.ts";
import { responsesUsage } from "../usage-forms.ts";
import { itemId, itemOf, newId, type Showing, showingOf } from "./items.ts";
import { closing, opening, pieceEvent } from "./part-events.ts";
import { ending, type Head, now, responseHead } from "./response.ts";

/** OpenAI's chunks as the events of its Responses API, in their official order and numbered through. */
export class ResponseEvents implements StreamTranslator {
  readonly #reader = new ChatReader();
  readonly #asked: JsonObject;
  readonly #showing: Showing;
  #head: JsonObject | undefined;
  #output: JsonObject[] = [];
  #itemId = "";
  #number = 0;
  #done = false;

  constructor(asked: JsonObject) {
    this.#asked = asked;
    this.#showing = showingOf(asked);
  }

  push(event: StreamEvent): StreamEvent[] {
    if (this.#done) return [];
    if (event.data === "[DONE]") return this.#finish();
    const chunk = eventObject(event);
    if (!chunk) return [];
    const fault = providerFault(chunk);
    if (fault) return this.#fail(fault);
    const parts = this.#reader.push(chunk);
    return [...this.#start(), ...parts.flatMap((part) => this.#eventsOf(part))];
  }

  end(): StreamEvent[] {
    if (this.#done) return [];
    // A few servers leave `[DONE]` out; one that says no reason for its end either has been cut.
    return this.#reader.finish ? this.#finish() : this.#fail(cutShort);
  }

  #start(): StreamEvent[] {
    if (this.#head) return [];
    const { model } = this.#reader;
    const head: Head = { id: newId("resp"), model, asked: this.#asked };
    this.#head = responseHead(head);
    const response = this.#head;
    return [this.#event("response.created", { response }), this.#event("response.in_progress", { response })];
  }

  #eventsOf(said: PartEvent): StreamEvent[] {
    const { part, index } = said;
    switch (said.type) {
      case "open": {
        this.#itemId = itemId(part);
        const item = itemOf(part, { id: this.#itemId, status: "in_progress", showing: this.#showing });
        const added = this.#event("response.output_item.added", { output_index: index, item });
        return [added, ...this.#all(opening(part, this.#showing), index)];
      }
      case "piece":
        return this.#all([pieceEvent(part, said.piece, this.#showing)], index);
      case "close": {
        const item = itemOf(part, { id: this.#itemId, status: "completed", showing: this.#showing });
        this.#output.push(item);
        const ended = this.#all(closing(part, this.#showing), index);
        return [...ended, this.#event("response.output_item.done", { output_index: index, item })];
      }
    }
  }

  #all(events: [string, JsonObject][], output_index: number): StreamEvent[] {
    return events.map(([type, fields]) =>
      this.#event(type, { item_id: this.#itemId, output_index, ...fields }),
    );
  }

  #finish(): StreamEvent[] {
    const start = this.#start();
    const rest = this.#reader.close().flatMap((part) => this.#eventsOf(part));
    this.#done = true;
    const { finish, usage, serviceTier } = this.#reader;
    const end = ending(finish);
    const response = {
      ...this.#head,
      ...end,
      completed_at: end.status === "completed" ? now() : null,
      output: this.#output,
      usage: responsesUsage(usage),
      service_tier: serviceTier,
    };
    return [...start, ...rest, this.#event(`response.${end.status}`, { response })];
  }

  /** The official event for what has failed, and the one that the client's library raises. */
  #fail({ code, message, param }: FaultDetails): StreamEvent[] {
    const start = this.#start();
    this.#done = true;
    const error = { code: "server_error", message };
    const response = { ...this.#head, status: "failed", error, output: this.#output };
    const said = { code: code ?? "server_error", message, param: param ?? null };
    return [
      ...start,
      this.#event("response.failed", { response }),
      this.#event("error", { ...said, error: { ...said, type: "server_error" } }),
    ];
  }

  #event(type: string, fields: JsonObject): StreamEvent {
    return { event: type, data: JSON.stringify({ type, sequence_number: this.#number++, ...fields }) };
  }
}
