import type { InnerAsk, Models } from "../../api/models.ts";
import { isObject, type JsonObject } from "../../http/json.ts";
import { textOf } from "../message.ts";

/** Words that mean the same stand for the same number of a vector. */
const meanings = [
  ["cat", "kitten", "purring"],
  ["car", "engine", "garage"],
  ["bread", "baking", "oven"],
  ["invoice", "tax", "money"],
];

/** The router's models, played: summaries are numbered, vectors know four things. */
export class PlayedModels implements Models {
  readonly asked: { body: JsonObject; person: string; local: boolean | undefined }[] = [];
  readonly embedded: { text: string; model: string; keyId: string; local: boolean | undefined }[] = [];
  /** Called before each answer: to wait, or to throw. */
  before: () => Promise<void> = async () => {};
  dimensions = meanings.length;

  async chat(body: JsonObject, { caller, local }: InnerAsk): Promise<JsonObject> {
    this.asked.push({ body, person: caller.person, local });
    const number = this.asked.length;
    await this.before();
    const content = `<think>hm</think>\nrecord ${number}`;
    return { choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }] };
  }

  chatStream(): AsyncIterable<JsonObject> {
    throw new Error("the memory streams nothing");
  }

  async embed(texts: string[], { caller, model, local }: InnerAsk & { model: string }): Promise<number[][]> {
    await this.before();
    this.embedded.push(...texts.map((text) => ({ text, model, keyId: caller.keyId, local })));
    return texts.map((text) => this.#vectorOf(text));
  }

  contextOf(): number | undefined {
    return undefined;
  }

  /** What the models were told in all, to search it. */
  told(): string {
    const messages = this.asked.flatMap(({ body }) => (Array.isArray(body.messages) ? body.messages : []));
    return messages.map((message) => (isObject(message) ? textOf(message) : "")).join("\n");
  }

  #vectorOf(text: string): number[] {
    const known = meanings.map((words) =>
      words.some((word) => text.toLowerCase().includes(word)) ? 1 : 0.01,
    );
    return Array.from({ length: this.dimensions }, (_, index) => known[index] ?? 0.01);
  }
}
