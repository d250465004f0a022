import type { z } from "zod";
import type { JsonObject } from "../http/json.ts";
import {
  type ChatOverMessagesSettings,
  chatOverMessages,
  compose,
  messagesOverChat,
  type ProviderApi,
  responsesOverChat,
  type Translation,
} from "../translate/index.ts";
import { chatFacts, chatSchema } from "./chat.ts";
import { checkBody } from "./check.ts";
import { completionsFacts, completionsSchema } from "./completions.ts";
import { embeddingsFacts, embeddingsSchema } from "./embeddings.ts";
import type { Form } from "./errors.ts";
import type { Facts } from "./facts.ts";
import { imagesFacts, imagesSchema } from "./images.ts";
import { countTokensAnswer, countTokensSchema, messagesFacts, messagesSchema } from "./messages.ts";
import { responsesFacts, responsesSchema } from "./responses.ts";
import { speechFacts, speechSchema } from "./speech.ts";

/** Something that clients may ask of a model. */
interface Described {
  /** As usage and metrics call it. */
  name: string;
  path: string;
  /** Below a provider's base URL, where it is asked natively. */
  providerPath: string;
  /** How its errors look. */
  form: Form;
  /** Which providers take it as it is. */
  native: readonly ProviderApi[];
}

/** An API that takes JSON. */
export interface JsonApi extends Described {
  body: "json";
  schema: z.ZodType;
  /** The body as it came, or a Fault that says what is wrong with it. */
  check(body: unknown): JsonObject;
  facts(body: JsonObject): Facts;
  /** How other providers can be asked. */
  over: Partial<Record<ProviderApi, (settings: ChatOverMessagesSettings) => Translation>>;
  /** What the router answers by itself where no provider can. */
  answer?: (facts: Facts) => JsonObject;
}

/** An API that takes a form with files: it passes through but for the name of its model (`multipart.ts`). */
export interface FormApi extends Described {
  body: "form";
}

export type Api = JsonApi | FormApi;

type Told = Omit<JsonApi, "body" | "path" | "check" | "over"> & Partial<Pick<JsonApi, "over">>;

function json(told: Told): JsonApi {
  return {
    over: {},
    ...told,
    body: "json",
    path: `/v1${told.providerPath}`,
    check: (body) => checkBody(told.schema, body),
  };
}

function form(name: string, providerPath: string): FormApi {
  return { name, providerPath, path: `/v1${providerPath}`, body: "form", form: "openai", native: ["openai"] };
}

export const apis: readonly Api[] = [
  json({
    name: "chat",
    providerPath: "/chat/completions",
    form: "openai",
    schema: chatSchema,
    facts: chatFacts,
    native: ["openai"],
    over: { anthropic: chatOverMessages },
  }),
  json({
    name: "completions",
    providerPath: "/completions",
    form: "openai",
    schema: completionsSchema,
    facts: completionsFacts,
    native: ["openai"],
  }),
  json({
    name: "embeddings",
    providerPath: "/embeddings",
    form: "openai",
    schema: embeddingsSchema,
    facts: embeddingsFacts,
    native: ["openai"],
  }),
  json({
    name: "responses",
    providerPath: "/responses",
    form: "openai",
    schema: responsesSchema,
    facts: responsesFacts,
    // Few OpenAI-compatible servers have it, so none is asked for it unasked: see `responses` in providers.yaml.
    native: [],
    over: {
      openai: () => responsesOverChat,
      anthropic: (settings) => compose(responsesOverChat, chatOverMessages(settings)),
    },
  }),
  json({
    name: "messages",
    providerPath: "/messages",
    form: "anthropic",
    schema: messagesSchema,
    facts: messagesFacts,
    native: ["anthropic"],
    over: { openai: () => messagesOverChat },
  }),
  json({
    name: "count_tokens",
    providerPath: "/messages/count_tokens",
    form: "anthropic",
    schema: countTokensSchema,
    facts: messagesFacts,
    native: ["anthropic"],
    answer: countTokensAnswer,
  }),
  json({
    name: "speech",
    providerPath: "/audio/speech",
    form: "openai",
    schema: speechSchema,
    facts: speechFacts,
    native: ["openai"],
  }),
  form("transcriptions", "/audio/transcriptions"),
  form("translations", "/audio/translations"),
  json({
    name: "images",
    providerPath: "/images/generations",
    form: "openai",
    schema: imagesSchema,
    facts: imagesFacts,
    native: ["openai"],
  }),
  form("image_edits", "/images/edits"),
];
