import { getTableColumns } from "drizzle-orm";
import { usageRows } from "./table.ts";
import type { Usage } from "./usage.ts";

export const columnNames = Object.values(getTableColumns(usageRows)).map(({ name }) => name);

/** A row as PostgreSQL reads it, in one line; the names are the table's columns. */
export function rowLine(usage: Usage): string {
  return JSON.stringify({
    id: usage.id,
    at: new Date(usage.at),
    key_id: usage.keyId,
    person: text(usage.person),
    api: usage.api,
    // What clients write themselves: PostgreSQL would refuse the row for half a character or a zero byte.
    model: text(usage.model),
    provider: usage.provider,
    provider_model: text(usage.providerModel),
    stream: usage.stream,
    status: usage.status,
    prompt_tokens: whole(usage.promptTokens),
    cached_tokens: whole(usage.cachedTokens),
    completion_tokens: whole(usage.completionTokens),
    partial: usage.partial,
    cost: whole(usage.cost),
    queued_ms: usage.queuedMs,
    first_byte_ms: usage.firstByteMs,
    total_ms: usage.totalMs,
    attempts: usage.attempts,
    why: usage.why,
    fault: usage.fault,
  });
}

const PLAIN = /^[\x20-\x7e]*$/;

function text(value: string): string {
  // Nearly every name: each request has three, and the long way costs as much as the rest of the row.
  if (PLAIN.test(value)) return value;
  return value.replace(/[\p{Surrogate}\p{Control}]/gu, "");
}

function whole(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}
