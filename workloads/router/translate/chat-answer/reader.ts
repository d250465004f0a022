import type { JsonObject } from "../../http/json.ts";
import { findCall, type NamedCall } from "../find-call.ts";
import { JsonProgress } from "../json-progress.ts";
import { number, object, objects, text } from "../reading.ts";
import { fromTimings } from "../usage.ts";
import {
  type AnswerPart,
  argumentsText,
  contentText,
  noArguments,
  reasoningText,
  thoughtOf,
} from "./parts.ts";

export type PartEvent =
  | { type: "open"; index: number; part: AnswerPart }
  | { type: "piece"; index: number; part: AnswerPart; piece: string }
  | { type: "close"; index: number; part: AnswerPart };

/** A piece of some part, on its way into the answer. */
interface Piece {
  /** The same for all pieces of one part. */
  key: string;
  part: AnswerPart;
  piece: string;
}

/**
 * Reads the chunks of a chat completion as parts that come one after the other, as the other APIs want them. Pieces of
 * two calls that come mixed wait until the first call is whole, so that nothing is lost and nothing is mixed.
 */
export class ChatReader {
  id = "";
  model = "";
  finish: string | undefined;
  /** The sequence that stopped it, where the server tells (vLLM does). */
  stopSequence: string | undefined;
  usage: JsonObject | undefined;
  serviceTier: string | undefined;
  readonly parts: AnswerPart[] = [];
  #current: { key: string; progress: JsonProgress } | undefined;
  #waiting: Piece[] = [];
  #calls: (NamedCall & { key: string; part: AnswerPart })[] = [];
  #thoughtAloud = false;

  push(chunk: JsonObject): PartEvent[] {
    this.id ||= text(chunk.id);
    this.model ||= text(chunk.model);
    this.usage = object(chunk.usage) ?? fromTimings(chunk) ?? this.usage;
    this.serviceTier = text(chunk.service_tier) || this.serviceTier;
    const choice = objects(chunk.choices).find(({ index }) => (index ?? 0) === 0);
    if (!choice) return [];
    this.finish = text(choice.finish_reason) || this.finish;
    this.stopSequence = text(choice.stop_reason) || this.stopSequence;
    // Some servers say the whole message in the last chunk of a stream that has one chunk alone.
    const delta = object(choice.delta) ?? object(choice.message) ?? {};
    return this.#pieces(delta).flatMap((piece) => this.#take(piece));
  }

  /** What waits still, and the end of the last part. */
  close(): PartEvent[] {
    const events: PartEvent[] = [];
    while (this.#waiting.length > 0) {
      const [next] = this.#waiting;
      const same = this.#waiting.filter(({ key }) => key === next?.key);
      this.#waiting = this.#waiting.filter(({ key }) => key !== next?.key);
      for (const piece of same) events.push(...this.#write(piece));
    }
    return [...events, ...this.#end()];
  }

  get callsTools(): boolean {
    return this.parts.some(({ kind }) => kind === "tool");
  }

  #pieces(delta: JsonObject): Piece[] {
    const calls = objects(delta.tool_calls).flatMap((call) => this.#call(call));
    const aloud = reasoningText(delta);
    this.#thoughtAloud ||= aloud !== "";
    return [
      ...said("thinking", aloud),
      ...objects(delta.thinking_blocks).flatMap((block) => this.#kept(thoughtOf(block))),
      ...said("text", contentText(delta.content)),
      ...said("refusal", text(delta.refusal)),
      ...calls,
    ];
  }

  /** A thought that carries its signature: its text has mostly been said aloud before. */
  #kept(thought: AnswerPart): Piece[] {
    if (thought.kind === "redacted") return [{ key: `redacted:${thought.text}`, part: thought, piece: "" }];
    const piece = this.#thoughtAloud ? "" : thought.text;
    if (!piece && !thought.signature) return [];
    return [{ key: "thinking", part: { kind: "thinking", text: "", signature: thought.signature }, piece }];
  }

  #call(call: JsonObject): Piece[] {
    const called = object(call.function);
    const [at, id] = [number(call.index), text(call.id)];
    let known = findCall(this.#calls, at, id);
    if (!known) {
      const place = this.#calls.length;
      known = {
        at,
        id,
        key: `tool:${place}`,
        part: { kind: "tool", text: "", id: id || `call_${place}`, name: "" },
      };
      this.#calls.push(known);
    }
    known.id ||= id;
    known.part.name ||= text(called?.name);
    return [{ key: known.key, part: known.part, piece: argumentsText(called?.arguments) }];
  }

  #take(piece: Piece): PartEvent[] {
    if (piece.key === this.#current?.key) return [...this.#write(piece), ...this.#retry()];
    if (this.#waiting.length === 0 && this.#isFree()) return this.#write(piece);
    this.#waiting.push(piece);
    return [];
  }

  /** Once the current call is whole, those that waited have their turn, in order. */
  #retry(): PartEvent[] {
    if (this.#waiting.length === 0 || !this.#isFree()) return [];
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.flatMap((piece) => this.#take(piece));
  }

  /** Whether another part may begin: a call's arguments must not be torn apart. */
  #isFree(): boolean {
    return !this.#current?.key.startsWith("tool:") || this.#current.progress.complete;
  }

  #write({ key, part, piece }: Piece): PartEvent[] {
    const events: PartEvent[] = [];
    // A signature ends a thought: what comes then is the next one.
    const isSigned = this.#current?.key === "thinking" && this.parts.at(-1)?.signature !== undefined;
    if (this.#current?.key !== key || isSigned) {
      events.push(...this.#end());
      const opened = { ...part, text: part.kind === "redacted" ? part.text : "" };
      this.#current = { key, progress: new JsonProgress() };
      this.parts.push(opened);
      events.push({ type: "open", index: this.parts.length - 1, part: opened });
    }
    const index = this.parts.length - 1;
    const written = this.parts[index] ?? part;
    written.signature = part.signature ?? written.signature;
    if (piece) {
      written.text += piece;
      if (written.kind === "tool") this.#current?.progress.add(piece);
      events.push({ type: "piece", index, part: written, piece });
    }
    return events;
  }

  #end(): PartEvent[] {
    const part = this.parts.at(-1);
    if (!this.#current || !part) return [];
    this.#current = undefined;
    const index = this.parts.length - 1;
    const events: PartEvent[] = [{ type: "close", index, part }];
    if (part.kind !== "tool" || part.text.trim()) return events;
    part.text = noArguments;
    return [{ type: "piece", index, part, piece: noArguments }, ...events];
  }
}

function said(kind: "thinking" | "text" | "refusal", piece: string): Piece[] {
  return piece ? [{ key: kind, part: { kind, text: "" }, piece }] : [];
}
