import type { JsonObject } from "../http/json.ts";
import { findCall, type NamedCall } from "./find-call.ts";
import { JsonProgress } from "./json-progress.ts";
import { number, object, objects, text } from "./reading.ts";

interface Call extends NamedCall {
  /** Its number for the client: one that no other call has. */
  index: number;
  name: string;
  /** Arguments so far, without white space: a repetition may be spaced otherwise. */
  said: string;
  progress: JsonProgress;
  /** What came after the arguments had ended. */
  repeated: string;
}

/** Watches the calls of tools in a stream of chunks, and takes out what is said twice. */
export class GlmCalls {
  #calls: Call[] = [];

  /** The same chunk where nothing is wrong with it. */
  mend(chunk: JsonObject): JsonObject {
    let isMended = false;
    const choices = objects(chunk.choices).map((choice) => {
      const delta = object(choice.delta);
      const calls = objects(delta?.tool_calls);
      const mended = calls.map((call) => this.#mendCall(call));
      if (mended.every((call, at) => call === calls[at])) return choice;
      isMended = true;
      return { ...choice, delta: { ...delta, tool_calls: mended } };
    });
    return isMended ? { ...chunk, choices } : chunk;
  }

  #mendCall(call: JsonObject): JsonObject {
    const given = object(call.function) ?? {};
    const [id, name, pieces] = [text(call.id), text(given.name), text(given.arguments)];
    const known = this.#find(number(call.index) ?? 0, id);
    const isNamed = { id: known.id !== "" && id !== "", name: known.name !== "" && name !== "" };
    known.id ||= id;
    known.name ||= name;
    const fresh = this.#fresh(known, pieces);
    if (known.index === call.index && fresh === pieces && !isNamed.id && !isNamed.name) return call;
    return {
      ...call,
      index: known.index,
      id: isNamed.id ? undefined : call.id,
      type: isNamed.id ? undefined : call.type,
      function: { ...given, name: isNamed.name ? undefined : given.name, arguments: fresh },
    };
  }

  #find(at: number, id: string): Call {
    const found = findCall(this.#calls, at, id);
    if (found) return found;
    const isTaken = this.#calls.some(({ index }) => index === at);
    const index = isTaken ? Math.max(...this.#calls.map((call) => call.index)) + 1 : at;
    const call = { at, index, id: "", name: "", said: "", progress: new JsonProgress(), repeated: "" };
    this.#calls.push(call);
    return call;
  }

  /** Of a piece of arguments, what is new. Nothing can follow after their end, but the same once more. */
  #fresh(call: Call, piece: string): string {
    const kept = piece.slice(0, call.progress.add(piece));
    call.said += squeeze(kept);
    const rest = piece.slice(kept.length);
    if (!squeeze(rest)) return piece;
    call.repeated += squeeze(rest);
    while (call.repeated.startsWith(call.said)) call.repeated = call.repeated.slice(call.said.length);
    return call.said.startsWith(call.repeated) ? kept : piece;
  }
}

function squeeze(json: string): string {
  return json.replace(/\s+/g, "");
}
