import { errorBody } from "../api/errors.ts";
import { isObject, type Json, type JsonObject, parseObject } from "../http/json.ts";
import { GlmCalls } from "./glm-calls.ts";
import { cutShort } from "./provider-fault.ts";
import { object, objects, text } from "./reading.ts";
import type { StreamEvent, StreamTranslator } from "./translation.ts";

// Where a chunk was cut off and the next one begins within it. Inside of a string the quote would be escaped.
const joint = /\r?\n(?:data: ?)?(?=\{")|data: ?(?=\{")/;

/**
 * Mends two faults of GLM's servers (z.ai), and lets healthy events through as they are. A generation that breaks off is
 * begun anew, and the chunk that was being written is cut in mid-word with the new one right behind it. And calls of tools
 * come with their arguments, their ids or their indices repeated. What cannot be mended becomes an error: a text with a
 * hole in it, or with two beginnings, looks like an answer.
 */
export class GlmRepair implements StreamTranslator {
  readonly #calls = new GlmCalls();
  #id: Json | undefined;
  #hasSaid = false;
  #torn: string | undefined;
  #done = false;

  push(event: StreamEvent): StreamEvent[] {
    if (this.#done) return [];
    if (!event.data.startsWith("{")) return this.#hasHole() ? this.#fail() : [event];
    const whole = this.#torn === undefined ? parseObject(event.data) : undefined;
    if (whole) return [this.#pass(event, whole)];
    return event.data.split(joint).flatMap((piece) => this.#piece(event, piece));
  }

  end(): StreamEvent[] {
    return this.#done || this.#torn === undefined ? [] : this.#fail();
  }

  #piece(event: StreamEvent, data: string): StreamEvent[] {
    if (this.#done) return [];
    const chunk = parseObject(data);
    if (chunk) {
      if (this.#torn !== undefined && this.#hasLost(this.#torn, chunk)) return this.#fail();
      this.#torn = undefined;
      return [this.#pass({ ...event, data }, chunk)];
    }
    if (this.#hasHole()) return this.#fail();
    this.#torn = data;
    return [];
  }

  /** Whether what was cut off would be missed. */
  #hasLost(torn: string, next: JsonObject): boolean {
    const before = this.#id ?? /"id":"([^"]*)"/.exec(torn)?.[1];
    const beginsAnew = before !== undefined && next.id !== before;
    return beginsAnew ? this.#hasSaid : hasWords(torn);
  }

  #hasHole(): boolean {
    return this.#torn !== undefined && (hasWords(this.#torn) || this.#hasSaid);
  }

  #pass(event: StreamEvent, chunk: JsonObject): StreamEvent {
    this.#id = chunk.id ?? this.#id;
    this.#hasSaid ||= objects(chunk.choices).some(({ delta }) => saysSomething(object(delta) ?? {}));
    const mended = this.#calls.mend(chunk);
    return mended === chunk ? event : { ...event, data: JSON.stringify(mended) };
  }

  #fail(): StreamEvent[] {
    this.#done = true;
    return [{ data: errorBody("openai", cutShort) }];
  }
}

function hasWords(torn: string): boolean {
  return /"(?:content|reasoning_content|arguments)":\s*"[^"]/.test(torn);
}

function saysSomething(delta: JsonObject): boolean {
  return Boolean(
    text(delta.content) || text(delta.reasoning_content) || objects(delta.tool_calls).some(isObject),
  );
}
