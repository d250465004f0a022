import * as z from "zod";
import { searchLanguages } from "../memory/settings.ts";
import { toolsSchema } from "../tools/schema.ts";
import { duration } from "./duration.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/i, {
  error: "is no name: use letters, digits, `-`, `_` and `.`",
});

/** What a model costs, in US dollars for a million tokens, as price lists have it. */
const cost = z.strictObject({
  prompt: z.number().min(0),
  completion: z.number().min(0),
  /** Of the prompt, what the provider had in its cache; without it, as dear as the rest. */
  cached: z.number().min(0).optional(),
});

const model = z
  .union([
    z.string().min(1),
    z.strictObject({
      /** As clients ask for it. */
      id: z.string().min(1),
      /** As the provider calls it, where that differs. */
      as: z.string().min(1).optional(),
      /** Tokens that it holds, prompt and answer together. */
      context: z.number().int().positive().optional(),
      vision: z.boolean().optional(),
      audio: z.boolean().optional(),
      tools: z.boolean().optional(),
      embeddings: z.boolean().optional(),
      cost: cost.optional(),
    }),
  ])
  .transform((given) => (typeof given === "string" ? { id: given } : given));

const oneKey = [
  (given: { apiKey?: string | undefined; apiKeyFile?: string | undefined }) =>
    !(given.apiKey && given.apiKeyFile),
  { error: "has both `apiKey` and `apiKeyFile`: keep one of them" },
] as const;

const timeouts = z.strictObject({
  connect: duration.default(5_000),
  /** Until an answer begins. Slow hardware reads a long prompt for minutes: generous. */
  headers: duration.default(600_000),
  firstToken: duration.default(600_000),
  /** Between two pieces of an answer. */
  idle: duration.default(120_000),
  total: duration.default(3_600_000),
});

const wake = z.strictObject({
  mac: z.string().regex(/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i, {
    error: 'is no address of a network card: write "00:11:22:33:44:55"',
  }),
  /** The broadcast address of its network: a pod's own network would not let another one through. */
  to: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?$/, { error: 'is no address: write "192.168.1.255"' })
    .default("255.255.255.255"),
  within: duration.default(60_000),
});

/** Who starts and stops the provider's server. */
const manager = z
  .strictObject({
    /** With its path. */
    at: z.url({ protocol: /^https?$/, error: 'is no address: write "http://host:8090/v1"' }),
    /** As the manager calls it. */
    model: name,
    apiKey: z.string().min(1).optional(),
    apiKeyFile: z.string().min(1).optional(),
    /** How long a request waits until it is loaded. */
    patience: duration.default(300_000),
    /** For a machine that sleeps when nobody needs it. */
    wake: wake.optional(),
  })
  .refine(...oneKey);

const provider = z
  .strictObject({
    name,
    kind: z.enum(["openai", "anthropic", "ollama"]),
    baseUrl: z.url({
      protocol: /^https?$/,
      error: 'is no address: write "http://host:port" or "https://host/v1"',
    }),
    apiKey: z.string().min(1).optional(),
    /** Read again at every reload; white space around it does not count. */
    apiKeyFile: z.string().min(1).optional(),
    /** Who reads what is sent there. Without it: `local` for an address of the house, else `outside`. */
    privacy: z.enum(["local", "outside"]).optional(),
    /** Without it, all that the provider lists. */
    models: z.array(model).min(1).optional(),
    /** Answers at once; more wait in a queue, and beyond the queue get 429. */
    concurrency: z.number().int().positive().optional(),
    queue: z.number().int().min(0).default(256),
    queueTimeout: duration.default(60_000),
    timeouts: timeouts.prefault({}),
    /** When a client goes away. `drain` for a backend that a cut connection would crash. */
    onCancel: z.enum(["cancel", "drain"]).default("cancel"),
    headers: z.record(z.string(), z.string()).default({}),
    /** Faults of a provider that have to be mended on the way. */
    repair: z.enum(["glm"]).optional(),
    /** Whether it may be asked for usage in streams; `false` for servers that refuse `stream_options`. */
    streamUsage: z.boolean().default(true),
    /** Whether it speaks the Responses API by itself. */
    responses: z.boolean().default(false),
    manager: manager.optional(),
  })
  .refine(...oneKey)
  .refine(({ manager, models }) => !manager || models, {
    error: "has a `manager`, and no `models`: name them, for a server that does not run lists none",
  });

const preference = z.enum(["order", "auto", "fast", "cheap", "big"]);

const alias = z
  .union([
    z.array(z.string().min(1)).min(1),
    z.strictObject({
      /** Names or patterns with `*`, also of one provider: `gaming_pc/qwen*`. */
      models: z.array(z.string().min(1)).min(1),
      prefer: preference.default("order"),
      privacy: z.enum(["local", "any"]).default("any"),
    }),
  ])
  .transform((given) =>
    Array.isArray(given) ? { models: given, prefer: "order" as const, privacy: "any" as const } : given,
  );

export const routerConfigSchema = z.strictObject({
  providers: z.array(provider).min(1),
  aliases: z.record(name, alias).default({}),
  /** A comment is sent to a client that waits this long, so that no hop between takes it for dead. */
  keepAlive: duration.default(5_000),
  retry: z
    .strictObject({
      /** Tries of one request in all, over all providers. */
      attempts: z.number().int().min(1).max(10).default(3),
      backoff: duration.default(150),
    })
    .prefault({}),
  breaker: z
    .strictObject({
      /** Failures in a row until a provider is left alone. */
      failures: z.number().int().positive().default(5),
      /** How long at first; twice as long each time that the next try fails too. */
      pause: duration.default(2_000),
      longest: duration.default(60_000),
    })
    .prefault({}),
  /** Ask a second provider when the first has said nothing for so long. */
  hedgeAfter: duration.optional(),
  probeEvery: duration.default(15_000),
  memory: z
    .strictObject({
      /** Makes the vectors for searching by meaning; it sees all that is remembered. */
      embeddingModel: z.string().min(1).optional(),
      /** Without it, a conversation is summarised by the model that it is held with. */
      summaryModel: z.string().min(1).optional(),
      searchLanguage: z.enum(searchLanguages).default("simple"),
      /** Older conversations go, unless they are pinned or their person has chosen otherwise. */
      keepDays: z.int().positive().optional(),
    })
    .prefault({}),
  /** Without it, the router runs nothing. */
  tools: toolsSchema.optional(),
});

export type RouterConfig = z.output<typeof routerConfigSchema>;
export type ProviderConfig = RouterConfig["providers"][number];
export type ManagerConfig = NonNullable<ProviderConfig["manager"]>;
export type ModelConfig = NonNullable<ProviderConfig["models"]>[number];
export type AliasConfig = RouterConfig["aliases"][string];
export type Preference = z.output<typeof preference>;
export type Privacy = NonNullable<ProviderConfig["privacy"]>;
