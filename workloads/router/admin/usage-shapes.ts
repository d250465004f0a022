import * as z from "zod";
import { type Dimension, dimensions, type UsageFilter } from "../usage/index.ts";

const day = 86_400_000;
const moment = z.iso.datetime({ offset: true, error: "expected a time such as 2026-11-21T00:00:00Z" });
const name = z.string().min(1).max(200).optional();

export function limitOf(most: number, usual: number) {
  return z.coerce.number().pipe(z.int().min(1).max(most)).default(usual);
}

/** Which rows; the last day, if no time is said. */
export const filter = z.strictObject({
  from: moment.optional().describe("A day before `to`, if not said."),
  to: moment.optional().describe("Now, if not said."),
  key: name.describe("The id of a key."),
  person: name,
  model: name.describe("As it was asked for."),
  provider: name,
  api: name,
  failed: z.enum(["true", "false"]).optional(),
});
export type FilterQuery = z.infer<typeof filter>;

export function filterOf({ from, to, failed, key, person, model, provider, api }: FilterQuery): UsageFilter {
  const end = to === undefined ? new Date() : new Date(to);
  return {
    from: from === undefined ? new Date(end.getTime() - day) : new Date(from),
    to: end,
    failed: failed === undefined ? undefined : failed === "true",
    key,
    person,
    model,
    provider,
    api,
  };
}

const count = z.number();
const totals = {
  requests: count,
  failures: count,
  promptTokens: count,
  cachedTokens: count,
  completionTokens: count,
  cost: count.describe("In millionths of a US dollar."),
};
const milliseconds = z.number().nullable();
const percentiles = z.object({ p50: milliseconds, p95: milliseconds, p99: milliseconds });

const measured = {
  ...totals,
  firstByteMs: percentiles,
  totalMs: percentiles,
  queuedMs: percentiles,
  tokensPerSecond: percentiles.describe("Of streams; so many of a hundred were faster."),
};

export const series = z.object({
  bucketSeconds: z.number(),
  buckets: z
    .array(z.object({ at: moment, ...measured }))
    .describe("Those in which nothing was asked are left out."),
  total: z.object(measured).describe("The whole time as one."),
});

const numbers = z.array(z.number());
const some = z.array(z.number().nullable());

export const points = z.object({
  at: numbers.describe("Milliseconds since 1970."),
  firstByteMs: some,
  totalMs: numbers,
  tokensPerSecond: some,
});

export const top = z.object({ top: z.array(z.object({ name: z.string(), ...totals })) });

export const dimension = z.enum(Object.keys(dimensions) as [Dimension, ...Dimension[]]);

export const row = z.object({
  id: z.string(),
  at: moment,
  keyId: z.string(),
  person: z.string(),
  api: z.string(),
  model: z.string(),
  provider: z.string(),
  providerModel: z.string(),
  stream: z.boolean(),
  status: z.number(),
  promptTokens: count.nullable(),
  cachedTokens: count.nullable(),
  completionTokens: count.nullable(),
  partial: z.boolean(),
  cost: count,
  queuedMs: count,
  firstByteMs: count.nullable(),
  totalMs: count,
  attempts: count,
  why: z.string().nullable().describe("Why it was sent there; older rows do not say."),
  fault: z.string().nullable(),
});

export const recent = z.object({
  rows: z.array(row),
  next: z.string().nullable().describe("Give it as `after` to get the page that follows."),
});
