import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
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

export const failed = sql`${rows.status} >= 400`;

/** Of a stream: what came after its first token, by the time that it took. */
export const speed = sql`CASE WHEN ${rows.stream} AND ${rows.completionTokens} > 1 AND ${rows.totalMs} > ${rows.firstByteMs}
  THEN (${rows.completionTokens} - 1) * 1000 / (${rows.totalMs} - ${rows.firstByteMs}) END`;

export function matching(filter: UsageFilter): SQL | undefined {
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
