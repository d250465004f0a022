import { and, count, desc, eq, gte, lt, type SQL, type SQLWrapper, sql, sum } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "../database/index.ts";
import { usageRows as rows } from "./table.ts";

/** Which rows; what is not said is not asked about. */
export interface UsageFilter {
  from: Date;
  /** Not included. */
  to: Date;
  key?: string | undefined;
  person?: string | undefined;
  model?: string | undefined;
  provider?: string | undefined;
  api?: string | undefined;
  /** Only those that failed, or only those that did not. */
  failed?: boolean | undefined;
}

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

export interface Bucket extends Totals {
  at: Date;
  /** Milliseconds to the first byte and to the last, and of waiting: medians, and what 95 and 99 of 100 stayed under. */
  firstByteMs: Percentiles;
  totalMs: Percentiles;
  queuedMs: Percentiles;
  /** How fast streams came after their first token: one of a hundred is slower than `p99`. */
  tokensPerSecond: Percentiles;
}

export interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export type UsageRow = typeof rows.$inferSelect;

const failed = sql`${rows.status} >= 400`;

/** Of a stream: what came after its first token, by the time that it took. */
const speed = sql`CASE WHEN ${rows.stream} AND ${rows.completionTokens} > 1 AND ${rows.totalMs} > ${rows.firstByteMs}
  THEN (${rows.completionTokens} - 1) * 1000 / (${rows.totalMs} - ${rows.firstByteMs}) END`;

const totals = {
  requests: count(),
  failures: sql`count(*) FILTER (WHERE ${failed})`.mapWith(Number),
  promptTokens: sumOf(rows.promptTokens),
  cachedTokens: sumOf(rows.cachedTokens),
  completionTokens: sumOf(rows.completionTokens),
  cost: sumOf(rows.cost),
};

/** The course over time. Buckets in which nothing was asked are left out. */
export async function usageSeries(
  { sql: database }: Database,
  filter: UsageFilter,
  bucketSeconds: number,
): Promise<Bucket[]> {
  const step = sql.raw(`interval '${Math.trunc(bucketSeconds)} seconds'`);
  const at = sql`date_bin(${step}, ${rows.at}, timestamptz '1970-01-01')`.mapWith(rows.at).as("bucket");
  const found = await database
    .select({
      at,
      ...totals,
      firstByteMs: percentiles(rows.firstByteMs),
      totalMs: percentiles(rows.totalMs),
      queuedMs: percentiles(rows.queuedMs),
      tokensPerSecond: percentiles(speed, "DESC"),
    })
    .from(rows)
    .where(matching(filter))
    .groupBy(at)
    .orderBy(at);
  return found.map((bucket) => ({
    ...bucket,
    firstByteMs: named(bucket.firstByteMs),
    totalMs: named(bucket.totalMs),
    queuedMs: named(bucket.queuedMs),
    tokensPerSecond: named(bucket.tokensPerSecond),
  }));
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

/** Single requests as columns of numbers, the oldest first: of a hundred thousand rows, a chart wants no more. */
export interface Points {
  /** Milliseconds since 1970. */
  at: number[];
  firstByteMs: (number | null)[];
  totalMs: number[];
  tokensPerSecond: (number | null)[];
}

/** The newest ones, if there are more than so many. */
export async function usagePoints(
  { sql: database }: Database,
  filter: UsageFilter,
  limit: number,
): Promise<Points> {
  const newest = database
    .select({
      at: rows.at,
      firstByteMs: rows.firstByteMs,
      totalMs: rows.totalMs,
      tokensPerSecond: speed.as("tokens_per_second"),
    })
    .from(rows)
    .where(matching(filter))
    .orderBy(desc(rows.at))
    .limit(limit)
    .as("newest");
  // The database writes each column in one piece: to read a hundred thousand rows one by one would hold up all else.
  const column = <Item>(of: SQLWrapper) => sql<Item[]>`coalesce(json_agg(${of} ORDER BY ${newest.at}), '[]')`;
  const [points] = await database
    .select({
      at: column<number>(sql`(extract(epoch FROM ${newest.at}) * 1000)::bigint`),
      firstByteMs: column<number | null>(sql`round(${newest.firstByteMs}::numeric, 1)`),
      totalMs: column<number>(sql`round(${newest.totalMs}::numeric, 1)`),
      tokensPerSecond: column<number | null>(sql`round(${newest.tokensPerSecond}::numeric, 1)`),
    })
    .from(newest);
  return points ?? { at: [], firstByteMs: [], totalMs: [], tokensPerSecond: [] };
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

function matching(filter: UsageFilter): SQL | undefined {
  const { from, to, key, person, model, provider, api } = filter;
  const equal = [
    [rows.keyId, key],
    [rows.person, person],
    [rows.model, model],
    [rows.provider, provider],
    [rows.api, api],
  ] as const;
  return and(
    gte(rows.at, from),
    lt(rows.at, to),
    ...equal.map(([column, value]) => (value === undefined ? undefined : eq(column, value))),
    filter.failed === undefined ? undefined : sql`(${failed}) = ${filter.failed}`,
  );
}

function sumOf(column: AnyPgColumn): SQL<number> {
  return sql`coalesce(${sum(column)}, 0)`.mapWith(Number);
}

function percentiles(
  column: AnyPgColumn | SQL,
  order: "ASC" | "DESC" = "ASC",
): SQL<(number | null)[] | null> {
  return sql`percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ${column} ${sql.raw(order)})`;
}

function named(values: (number | null)[] | null): Percentiles {
  const [p50 = null, p95 = null, p99 = null] = values ?? [];
  return { p50, p95, p99 };
}
