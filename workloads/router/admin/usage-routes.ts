import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";
import { type Database, needingDatabase } from "../database/index.ts";
import { type Route, route, sent } from "../http/index.ts";
import {
  eachUsage,
  recentUsage,
  topUsage,
  type UsageFilter,
  type UsageRow,
  usageInAll,
  usagePoints,
  usageSeries,
} from "../usage/index.ts";
import { formats } from "./export.ts";
import { placeText, readPlace } from "./place.ts";
import { dimension, filter, filterOf, limitOf, points, recent, series, top } from "./usage-shapes.ts";

const steps = [60, 300, 900, 3_600, 21_600, 86_400];
const usualBuckets = 200;
const mostBuckets = 2_000;

/** To see and take away what was used. */
export function usageRoutes(database: Database): Route[] {
  const described = { access: "admin", group: "usage" } as const;
  return [
    route({
      ...described,
      method: "GET",
      path: "/admin/usage/series",
      summary: "Requests, tokens, cost, failures and times, bucket by bucket.",
      query: filter.extend({ bucketSeconds: z.coerce.number().pipe(z.int().min(1)).optional() }),
      answer: series,
      handle: ({ query }) =>
        needingDatabase(async () => {
          const rows = filterOf(query);
          const bucketSeconds = bucketFor(rows, query.bucketSeconds);
          const [buckets, total] = await Promise.all([
            usageSeries(database, rows, bucketSeconds),
            usageInAll(database, rows),
          ]);
          return { bucketSeconds, buckets, total };
        }),
    }),
    route({
      ...described,
      method: "GET",
      path: "/admin/usage/points",
      summary: "Single requests as columns of numbers, the newest ones, for a chart.",
      query: filter.extend({ limit: limitOf(100_000, 100_000) }),
      answer: points,
      handle: ({ query }) => needingDatabase(() => usagePoints(database, filterOf(query), query.limit)),
    }),
    route({
      ...described,
      method: "GET",
      path: "/admin/usage/top",
      summary: "Who or what came to most, by cost, then by requests.",
      query: filter.extend({ by: dimension.default("model"), limit: limitOf(1_000, 10) }),
      answer: top,
      handle: ({ query }) =>
        needingDatabase(async () => ({
          top: await topUsage(database, filterOf(query), query.by, query.limit),
        })),
    }),
    route({
      ...described,
      method: "GET",
      path: "/admin/usage/recent",
      summary: "Single requests, the newest first, page by page.",
      query: filter.extend({ limit: limitOf(1_000, 50), after: z.string().max(300).optional() }),
      answer: recent,
      handle: ({ query }) =>
        needingDatabase(async () => {
          const after = query.after === undefined ? undefined : readPlace(query.after);
          const rows = await recentUsage(database, filterOf(query), query.limit, after);
          const last = rows.length === query.limit ? rows.at(-1) : undefined;
          return { rows, next: last ? placeText(last) : null };
        }),
    }),
    route({
      ...described,
      method: "GET",
      path: "/admin/usage/export",
      summary: "All rows as a file: CSV for spreadsheets, or lines of JSON.",
      query: filter.extend({ format: z.enum(["csv", "jsonl"]).default("csv") }),
      answer: "bytes",
      async handle({ query, response, headers, signal }) {
        const { type, lines } = formats[query.format];
        const rows = eachUsage(database, filterOf(query));
        // Before the headers: a database that is away can still be said properly.
        const first = await needingDatabase(() => rows.next());
        headers.push("content-type", type);
        headers.push("content-disposition", `attachment; filename="usage.${query.format}"`);
        response.writeHead(200, headers);
        // A client that goes away ends it; what is left of the rows is never read.
        await pipeline(Readable.from(lines(withFirst(first, rows))), response, { signal }).catch(() =>
          response.destroy(),
        );
        return sent;
      },
    }),
  ];
}

/** As asked, if that is not far too many; otherwise the finest that a chart can show. */
function bucketFor({ from, to }: UsageFilter, asked: number | undefined): number {
  const seconds = (to.getTime() - from.getTime()) / 1_000;
  const usual = steps.find((step) => seconds / step <= usualBuckets) ?? 86_400;
  return asked === undefined ? usual : Math.max(asked, Math.ceil(seconds / mostBuckets));
}

async function* withFirst(
  first: IteratorResult<UsageRow>,
  rest: AsyncIterable<UsageRow>,
): AsyncGenerator<UsageRow> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
