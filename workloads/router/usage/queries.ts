import { and, count, desc, gte, type SQL, type SQLWrapper, sql, sum } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "../database/index.ts";
import { failed, matching, speed, type UsageFilter } from "./filter.ts";
import { usageRows as rows } from "./table.ts";

/** By what the largest users are told apart. */
export const dimensions = {
  model: rows.model,
  provider: rows.provider,
  providerModel: rows.providerModel,
  key: rows.keyId,
  person: rows.person,
  api: rows.api,
};
export type Dimension = keyof typeof dimensions;

/** What many requests came to. */
export interface Totals {
  requests: number;
  failures: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  /** Millionths of a US dollar. */
  cost: number;
}

export interface Measured extends Totals {
  /** Milliseconds to the first byte and to the last, and of waiting: medians, and what 95 and 99 of 100 stayed under. */
  firstByteMs: Percentiles;
  totalMs: Percentiles;
  queuedMs: Percentiles;
  /** How fast streams came after their first token: one of a hundred is slower than `p99`. */
  tokensPerSecond: Percentiles;
}

export interface Bucket extends Measured {
  at: Date;
}

export interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export type UsageRow = typeof rows.$inferSelect;

const totals = {
  requests: count(),
  failures: sql`count(*) FILTER (WHERE ${failed})`.mapWith(Number),
  promptTokens: sumOf(rows.promptTokens),
  cachedTokens: sumOf(rows.cachedTokens),
  completionTokens: sumOf(rows.completionTokens),
  cost: sumOf(rows.cost),
};

const measured = {
  ...totals,
  firstByteMs: percentiles(rows.firstByteMs),
  totalMs: percentiles(rows.totalMs),
  queuedMs: percentiles(rows.queuedMs),
  tokensPerSecond: percentiles(speed, "DESC"),
};

/** The course over time. Buckets in which nothing was asked are left out. */
export async function usageSeries(
  { sql: database }: Database,
  filter: UsageFilter,
  bucketSeconds: number,
): Promise<Bucket[]> {
  const step = sql.raw(`interval '${Math.trunc(bucketSeconds)} seconds'`);
  const at = sql`date_bin(${step}, ${rows.at}, timestamptz '1970-01-01')`.mapWith(rows.at).as("bucket");
  return database
    .select({ at, ...measured })
    .from(rows)
    .where(matching(filter))
    .groupBy(at)
    .orderBy(at);
}

/** The whole time as one: percentiles cannot be had from those of its parts. */
export async function usageInAll({ sql: database }: Database, filter: UsageFilter): Promise<Measured> {
  const [all] = await database.select(measured).from(rows).where(matching(filter));
  if (!all) throw new Error("a sum over no rows is a row, too");
  return all;
}

/** Who or what asked most, by cost, then by requests. */
export async function topUsage(
  { sql: database }: Database,
  filter: UsageFilter,
  by: Dimension,
  limit: number,
): Promise<(Totals & { name: string })[]> {
  const name = dimensions[by];
  return database
    .select({ name, ...totals })
    .from(rows)
    .where(matching(filter))
    .groupBy(name)
    .orderBy(desc(totals.cost), desc(totals.requests))
    .limit(limit);
}

/** A place in the list of rows: the last one that was seen. */
export interface Place {
  at: Date;
  id: string;
}

/** The newest first; `after` is the last row of the page before. */
export async function recentUsage(
  { sql: database }: Database,
  filter: UsageFilter,
  limit: number,
  after?: Place,
): Promise<UsageRow[]> {
  const older =
    after && sql`(${rows.at}, ${rows.id}) < (${after.at.toISOString()}::timestamptz, ${after.id})`;
  return database
    .select()
    .from(rows)
    .where(and(matching(filter), older))
    .orderBy(desc(rows.at), desc(rows.id))
    .limit(limit);
}

/** All rows, page by page, so that a year of them never stands in memory. */
export async function* eachUsage(database: Database, filter: UsageFilter): AsyncGenerator<UsageRow> {
  let after: Place | undefined;
  for (;;) {
    const page = await recentUsage(database, filter, 1_000, after);
    yield* page;
    after = page.at(-1);
    if (page.length < 1_000) return;
  }
}

/** What each key has cost since then, in millionths of a US dollar. */
export async function costByKey({ sql: database }: Database, since: Date): Promise<Map<string, number>> {
  const found = await database
    .select({ key: rows.keyId, cost: sumOf(rows.cost) })
    .from(rows)
    .where(gte(rows.at, since))
    .groupBy(rows.keyId);
  return new Map(found.map(({ key, cost }) => [key, cost]));
}

function sumOf(column: AnyPgColumn): SQL<number> {
  return sql`coalesce(${sum(column)}, 0)`.mapWith(Number);
}

function percentiles(column: SQLWrapper, order: "ASC" | "DESC" = "ASC"): SQL<Percentiles> {
  const direction = sql.raw(order);
  const values = sql`percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ${column} ${direction})`;
  return sql`coalesce(array_to_json(${values}), '[]')`.mapWith(named);
}

function named([p50 = null, p95 = null, p99 = null]: (number | null)[]): Percentiles {
  return { p50, p95, p99 };
}
