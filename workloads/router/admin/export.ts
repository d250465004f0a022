import type { UsageRow } from "../usage/index.ts";
import { row } from "./usage-shapes.ts";

const columns = Object.keys(row.shape) as (keyof UsageRow)[];

/** Rows of usage as a file, piece by piece. */
export const formats = {
  csv: { type: "text/csv; charset=utf-8", lines: csvLines },
  jsonl: { type: "application/jsonl; charset=utf-8", lines: jsonLines },
} as const;

async function* csvLines(rows: AsyncIterable<UsageRow>): AsyncGenerator<string> {
  yield `${columns.join(",")}\r\n`;
  for await (const row of rows) yield `${columns.map((column) => csvField(row[column])).join(",")}\r\n`;
}

async function* jsonLines(rows: AsyncIterable<UsageRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

function csvField(value: UsageRow[keyof UsageRow]): string {
  if (value === null) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "string") return String(value);
  // A spreadsheet would run a text that begins so, and clients choose the names of models.
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
