import { type Api, apis } from "../api/index.ts";
import type { ProviderConfig } from "../config/index.ts";
import type { StreamKind } from "../relay/index.ts";
import type { Needs } from "../routing/index.ts";
import type { ProviderApi, Translation } from "../translate/index.ts";

/** What routing and the relay have to know of an API beyond its words. */
interface Traits {
  summary: string;
  kind: Needs["kind"];
  stream: StreamKind;
  /** Whether a provider has to be asked for usage in a stream. */
  asksUsage: boolean;
}

const other = { kind: "other", stream: "other", asksUsage: false } as const;

const traits: Record<string, Traits> = {
  chat: { summary: "Chat with a model (OpenAI)", kind: "chat", stream: "openai", asksUsage: true },
  completions: { ...other, summary: "Continue a text (OpenAI)", stream: "openai", asksUsage: true },
  embeddings: { ...other, summary: "Turn texts into vectors (OpenAI)", kind: "embeddings" },
  responses: {
    ...other,
    summary: "Chat with a model (OpenAI's Responses)",
    kind: "chat",
    stream: "responses",
  },
  messages: { ...other, summary: "Chat with a model (Anthropic)", kind: "chat", stream: "anthropic" },
  count_tokens: { ...other, summary: "Count the tokens of a prompt (Anthropic)", kind: "chat" },
  speech: { ...other, summary: "Say a text aloud (OpenAI)" },
  transcriptions: { ...other, summary: "Write down what is said (OpenAI)" },
  translations: { ...other, summary: "Write down in English what is said (OpenAI)" },
  images: { ...other, summary: "Make a picture (OpenAI)" },
  image_edits: { ...other, summary: "Change a picture (OpenAI)" },
};

/** An API as clients speak it, and how each kind of provider is asked for it. */
export type Dialect = Api & Traits;

export const dialects: readonly Dialect[] = apis.map((api) => {
  const known = traits[api.name];
  if (!known) throw new Error(`gateway/dialect.ts knows nothing of the API ${api.name}`);
  return { ...api, ...known };
});

/** Ollama and most servers of the house speak OpenAI's language. */
export function languageOf({ kind }: ProviderConfig): ProviderApi {
  return kind === "anthropic" ? "anthropic" : "openai";
}

export function isNative(dialect: Dialect, provider: ProviderConfig): boolean {
  if (dialect.name === "responses") return provider.responses;
  return dialect.native.includes(languageOf(provider));
}

/** As long as models of the house commonly answer, where a client sets no limit and the provider wants one. */
const MAX_TOKENS = 8192;

/** What a client says, in OpenAI's chat form; nothing where it is in that form already. */
export function toChat(dialect: Dialect): Translation | undefined {
  return dialect.body === "json" ? dialect.over.openai?.({ maxTokens: MAX_TOKENS }) : undefined;
}

export function translationFor(dialect: Dialect, provider: ProviderConfig): Translation | undefined {
  return dialect.body === "json"
    ? dialect.over[languageOf(provider)]?.({ maxTokens: MAX_TOKENS })
    : undefined;
}
