import { isObject, type JsonObject } from "../../http/json.ts";

/**
 * Where the steps wait that a client has not seen, while it runs a tool of its own. It sends back only its own call and
 * the result; without the hidden steps the model would forget what it had found, and do things twice.
 */
export interface Parking {
  put(key: string, messages: JsonObject[]): void;
  get(key: string): JsonObject[] | undefined;
}

const KEPT_FOR = 3_600_000;
const MOST_BYTES = 64_000_000;

/** In this process only: behind several replicas, sticky sessions bring a conversation back to where it waits. */
export class MemoryParking implements Parking {
  readonly #places = new Map<string, { messages: JsonObject[]; bytes: number; until: number }>();
  #bytes = 0;

  put(key: string, messages: JsonObject[]): void {
    this.#remove(key);
    const bytes = Buffer.byteLength(JSON.stringify(messages));
    this.#places.set(key, { messages, bytes, until: Date.now() + KEPT_FOR });
    this.#bytes += bytes;
    for (const [oldest, { until }] of this.#places) {
      if (this.#bytes <= MOST_BYTES && until > Date.now()) break;
      this.#remove(oldest);
    }
  }

  get(key: string): JsonObject[] | undefined {
    const place = this.#places.get(key);
    if (!place) return undefined;
    // Asked for at every turn of a conversation: what is in use stays.
    this.#remove(key);
    if (place.until < Date.now()) return undefined;
    this.#places.set(key, { ...place, until: Date.now() + KEPT_FOR });
    this.#bytes += place.bytes;
    return place.messages;
  }

  #remove(key: string): void {
    const place = this.#places.get(key);
    if (!place) return;
    this.#places.delete(key);
    this.#bytes -= place.bytes;
  }
}

/** A key's own: nobody gets at the steps of another by its ids. */
export function parkingKey(keyId: string, callId: string): string {
  return `${keyId} ${callId}`;
}

/** The conversation with the hidden steps put back. */
export function restored(messages: JsonObject[], keyId: string, parking: Parking): JsonObject[] {
  return messages.flatMap((message) => {
    if (message.role !== "assistant" || !Array.isArray(message.tool_calls)) return [message];
    const [first] = message.tool_calls;
    if (!isObject(first) || typeof first.id !== "string") return [message];
    return parking.get(parkingKey(keyId, first.id)) ?? [message];
  });
}
