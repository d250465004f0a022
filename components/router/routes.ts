import { z } from "zod";
import { fault } from "../fault.ts";
import { holdsSecret, value } from "../service/index.ts";

/** US dollars for a million tokens. */
const cost = z.strictObject({ prompt: z.number().min(0), completion: z.number().min(0) });

const model = z.union([
  z.string().min(1),
  z.strictObject({
    /** As clients ask for it. */
    id: z.string().min(1),
    /** As the provider calls it, where that differs. */
    as: z.string().min(1).optional(),
    /** Tokens that it holds, prompt and answer together. */
    context: z.int().positive().optional(),
    vision: z.boolean().optional(),
    tools: z.boolean().optional(),
    embeddings: z.boolean().optional(),
    cost: cost.optional(),
  }),
]);

const secret = value.refine(holdsSecret, fault("not a secret", 'write secretValue("zai")'));

/** Who starts and stops the provider's server: a router that is told waits for a model, and leaves a game alone. */
const manager = z.strictObject({
  /** Where it answers, with its path. */
  at: value,
  /** What it calls the model. */
  model: z.string().min(1),
  key: secret,
});

const provider = z.strictObject({
  kind: z.enum(["openai", "anthropic", "ollama"]),
  /** Where it answers: an address, or a service of the lab by `urlOf`. */
  at: value,
  /** A secret, of the router or of who answers, which is handed to it as a file. */
  key: secret.optional(),
  /** Who reads what is sent there. Said where the address does not tell: a helper in the house may pass it on. */
  privacy: z.enum(["local", "outside"]).optional(),
  /** All that it lists, where none is named. */
  models: z.array(model).min(1).optional(),
  /** Answers at once; a card that is shared by too many serves none of them well. */
  concurrency: z.int().positive().optional(),
  /** What becomes of an answer that nobody waits for any more. */
  onCancel: z.enum(["cancel", "drain"]).optional(),
  repair: z.enum(["glm"]).optional(),
  manager: manager.optional(),
});

/** The first that can, answers; unless something else is preferred. */
const models = z.array(z.string().min(1)).min(1);
const alias = z.union([
  models,
  z.strictObject({
    models,
    prefer: z.enum(["auto", "fast", "cheap", "big"]).optional(),
    /** With `local`, nobody outside the house is asked, whatever fails. */
    privacy: z.enum(["local", "any"]).optional(),
  }),
]);

const providerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]*$/, fault("not the name of a provider", 'write "gaming_pc"'));

const toolsName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, fault("not the name of a server of tools", 'write "lab"'));

/** An MCP server; a key of the router has to name it to get at its tools: `mcp__lab__*`. */
const tools = z.strictObject({ at: value, key: secret.optional() });

/** Who answers, and under which names people ask. Its own keys the router keeps itself: they come and go by the hour. */
export const routes = z.strictObject({
  providers: z.record(providerName, provider),
  /** A name, and the models that may answer in its place: `qwen3-14b`, `local_3070/*`. */
  aliases: z.record(z.string(), alias).default({}),
  /** Servers of tools, by the names that stand in those of their tools. */
  tools: z.record(toolsName, tools).default({}),
});

export type RoutesSpec = z.input<typeof routes>;
export type Routes = z.output<typeof routes>;
