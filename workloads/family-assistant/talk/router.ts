import * as z from "zod";
import { ask, askFor, PeerProblem } from "../../kit/index.ts";

export interface RouterOptions {
  url: string;
  key: string | undefined;
  models: {
    talk: string;
    vision: string;
    embeddings: string;
    hearing: string | undefined;
    speech: string | undefined;
  };
  voice: string;
}

export type Part = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

export type Message =
  | { role: "system" | "user"; content: string | Part[] }
  | { role: "assistant"; content: string | null; tool_calls?: Call[] }
  | { role: "tool"; tool_call_id: string; content: string };

/** What a model may ask for, as OpenAI's API has it. */
export interface ToolShape {
  type: "function";
  function: { name: string; description: string; parameters: object };
}

const call = z.object({
  id: z.string(),
  type: z.literal("function"),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
export type Call = z.output<typeof call>;

const completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), tool_calls: z.array(call).nullish() }),
      }),
    )
    .min(1),
});

const embeddings = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).min(1) })),
});

const transcription = z.object({ text: z.string() });

const WHO = "The router of the models";
/** A model on processors takes its time. */
const PATIENCE_MS = 240_000;

/** The models of the house, by OpenAI's API. What is said here never leaves the house. */
export class Router {
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  async chat(messages: readonly Message[], tools: readonly ToolShape[], seesPicture: boolean) {
    const { talk, vision } = this.#options.models;
    const body = { model: seesPicture ? vision : talk, messages, ...(tools.length > 0 && { tools }) };
    const { choices } = await askFor({ ...this.#at("/v1/chat/completions"), body }, completion);
    const { content, tool_calls: calls } = choices[0]?.message ?? {};
    return { content: content ?? "", calls: calls ?? [] };
  }

  /** What it can do beside reading and writing. */
  get senses(): { hears: boolean; speaks: boolean } {
    const { hearing, speech } = this.#options.models;
    return { hears: hearing !== undefined, speaks: speech !== undefined };
  }

  /** A vector for each text, in their order. */
  async embed(texts: readonly string[]): Promise<number[][]> {
    const body = { model: this.#options.models.embeddings, input: texts };
    const { data } = await askFor({ ...this.#at("/v1/embeddings"), body }, embeddings);
    const vectors = data.toSorted((one, other) => one.index - other.index).map(({ embedding }) => embedding);
    if (vectors.length !== texts.length)
      throw new PeerProblem(`${WHO} answers ${texts.length} texts with ${vectors.length} vectors.`);
    return vectors;
  }

  async hear(sound: Buffer, type: string): Promise<string> {
    const form = new FormData();
    form.set("model", this.#options.models.hearing ?? "");
    // Its kind is read from its name.
    const kind = type.split(";")[0]?.split("/")[1] ?? "webm";
    form.set("file", new Blob([new Uint8Array(sound)], { type }), `voice.${kind}`);
    const { text } = await askFor({ ...this.#at("/v1/audio/transcriptions"), form }, transcription);
    return text.trim();
  }

  /** As MP3. */
  speak(text: string): Promise<Buffer> {
    const { models, voice } = this.#options;
    const body = { model: models.speech, voice, input: text, response_format: "mp3" };
    return ask({ ...this.#at("/v1/audio/speech"), body });
  }

  #at(path: string) {
    const { url, key } = this.#options;
    const headers = { "x-router-privacy": "local", ...(key && { authorization: `Bearer ${key}` }) };
    return { who: WHO, url: new URL(path, url), headers, patience: PATIENCE_MS };
  }
}
