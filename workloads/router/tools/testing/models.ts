import type { InnerAsk, Models } from "../../api/models.ts";
import { isObject, type JsonObject } from "../../http/json.ts";

export interface Said {
  content?: string;
  calls?: [name: string, args: string][];
  reasoning?: string;
}

const usage = {
  prompt_tokens: 10,
  completion_tokens: 2,
  total_tokens: 12,
  prompt_tokens_details: { cached_tokens: 4 },
};

/** A model that says what a script tells it to, and keeps what it was asked. It numbers its calls as llama.cpp does. */
export class ScriptedModels implements Models {
  readonly asked: JsonObject[] = [];
  readonly #script: (Said | ((signal: AbortSignal) => Promise<Said>))[];
  context: number | undefined;

  constructor(...script: (Said | ((signal: AbortSignal) => Promise<Said>))[]) {
    this.#script = script;
  }

  get left(): number {
    return this.#script.length;
  }

  async chat(body: JsonObject, ask: InnerAsk): Promise<JsonObject> {
    const { content = null, calls = [], reasoning } = await this.#next(body, ask);
    const tool_calls = calls.map(([name, args], index) => ({
      id: `call_${index}`,
      type: "function",
      function: { name, arguments: args },
    }));
    const message = {
      role: "assistant",
      content,
      ...(reasoning ? { reasoning_content: reasoning } : {}),
      ...(calls.length > 0 ? { tool_calls } : {}),
    };
    const finish_reason = calls.length > 0 ? "tool_calls" : "stop";
    return { ...this.#envelope("chat.completion"), choices: [{ index: 0, message, finish_reason }], usage };
  }

  async *chatStream(body: JsonObject, ask: InnerAsk): AsyncIterable<JsonObject> {
    const { content = "", calls = [], reasoning = "" } = await this.#next(body, ask);
    const envelope = this.#envelope("chat.completion.chunk");
    const chunk = (delta: JsonObject, finish_reason: string | null = null): JsonObject => ({
      ...envelope,
      system_fingerprint: "fp",
      choices: [{ index: 0, delta, finish_reason }],
    });
    yield chunk({ role: "assistant", content: "" });
    for (const piece of reasoning.match(/.{1,4}/gs) ?? []) yield chunk({ reasoning_content: piece });
    for (const piece of content.match(/.{1,4}/gs) ?? []) yield chunk({ content: piece });
    for (const [index, [name, args]] of calls.entries()) {
      yield chunk({
        tool_calls: [{ index, id: `call_${index}`, type: "function", function: { name, arguments: "" } }],
      });
      for (const piece of args.match(/.{1,3}/gs) ?? []) {
        yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
      }
    }
    yield { ...chunk({}, calls.length > 0 ? "tool_calls" : "stop"), timings: { predicted_per_second: 40 } };
    const { stream_options } = body;
    if (isObject(stream_options) && stream_options.include_usage) yield { ...envelope, choices: [], usage };
  }

  embed(): Promise<number[][]> {
    throw new Error("nobody asks for vectors here");
  }

  contextOf(): number | undefined {
    return this.context;
  }

  async #next(body: JsonObject, { signal }: InnerAsk): Promise<Said> {
    signal.throwIfAborted();
    this.asked.push(structuredClone(body));
    const said = this.#script.shift();
    if (!said) throw new Error("the script is at its end");
    return typeof said === "function" ? said(signal) : said;
  }

  #envelope(object: string): JsonObject {
    return { id: `chatcmpl-${this.asked.length}`, object, created: this.asked.length, model: "qwen" };
  }
}
