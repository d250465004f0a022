import * as z from "zod";
import { message, runStates, stepStates } from "../runs/index.ts";

const moment = z.iso.datetime();
const text = (most: number) => z.string().max(most);
const pattern = z.string().regex(/^[\w*-]{1,100}$/, "is no name of a tool; `*` stands for any letters");

const DEEPEST = 100;

/** What is deeper no client means, and neither JSON's writers nor the database bear it. Level by level, for the same reason. */
function isShallow(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth += 1)
    level = level.flatMap((each) => (typeof each === "object" && each ? Object.values(each) : []));
  return level.length === 0;
}

const input = z
  .union([text(1_000_000).min(1), z.array(message).min(1).max(1000)])
  .refine(isShallow, `is nested deeper than ${DEEPEST} levels`)
  .describe("A text, or messages as OpenAI's API has them.");
const steps = z.int().min(1).max(200).describe("How often the model may be asked for one input.");
const tokens = z.int().min(1).max(100_000_000).describe("What all answers of models may take together.");

export const newRun = z.strictObject({
  input,
  instructions: text(100_000).optional(),
  model: text(200).min(1).optional().describe("As the router calls it."),
  tools: z.array(pattern).max(100).default([]).describe("Of the router, patterns with `*`; none by default."),
  privacy: z
    .enum(["local", "any"])
    .default("any")
    .describe("With `local` no model outside the house is asked."),
  steps: steps.default(30),
  tokens: tokens.default(500_000),
});

export const more = z.strictObject({
  input: input.optional(),
  steps: steps.optional(),
  tokens: tokens.optional(),
});

export const decision = z.strictObject({
  approve: z.boolean(),
  note: text(2_000)
    // PostgreSQL has no room for it in a text.
    .refine((note) => !note.includes("\0"), "holds a character of zeros: leave it out")
    .optional()
    .describe("For the model, where it is refused."),
});

export const wantedRuns = z.object({
  state: z.enum(runStates).optional(),
  before: z.uuid().optional().describe("The last run of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const oneRun = z.object({
  id: z.uuid(),
  state: z.enum(runStates),
  reason: z.string().nullable().describe("Why it is so, where that is not plain."),
  model: z.string(),
  tools: z.array(z.string()),
  privacy: z.enum(["local", "any"]),
  steps: z.int(),
  tokens: z.int(),
  spent: z.int().describe("Tokens."),
  made: moment,
  ended: moment.nullable(),
});

export const oneStep = z.object({
  number: z.int(),
  kind: z.enum(["input", "model", "tool"]),
  state: z.enum(stepStates),
  call: z.object({ id: z.string(), name: z.string(), arguments: z.string() }).nullable(),
  readsOnly: z.boolean().nullable().describe("Of a call: whether it is known to change nothing."),
  said: z.unknown().describe("Messages that came in, the model's message, or the text of a tool."),
  outcome: z.string().nullable().describe("Of a call: ok, failed, timeout or denied."),
  spent: z.int(),
  note: z.string().nullable(),
  began: moment.nullable(),
  ended: moment.nullable(),
});

export const wholeRun = oneRun.extend({
  answer: z.string().nullable().describe("What the model said last, once it is done."),
  waiting: z.array(z.int()).describe("The steps that wait for a person's leave."),
});

export const runs = z.object({ runs: z.array(oneRun) });
export const allSteps = z.object({ steps: z.array(oneStep) });
export const allTools = z.object({
  tools: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      readsOnly: z.boolean().describe("All others wait for a person's leave."),
    }),
  ),
});
