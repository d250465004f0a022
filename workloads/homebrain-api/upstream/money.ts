import { readFile, stat } from "node:fs/promises";
import * as z from "zod";
import { UpstreamFault } from "./ask.ts";

const transactions = z
  .array(
    z.object({
      Account: z.string(),
      Date: z.iso.date(),
      Category: z.string(),
      Amount: z.coerce.number(),
      Split_Amount: z.coerce.number().default(0),
    }),
  )
  .min(1);

const LARGEST = 64 * 1024 * 1024;

/** What the accounts hold, and what this month took and brought, from Actual's export of all transactions. */
export async function money(file: string, today = new Date()) {
  const { text, exported } = await read(file);
  const all = await parsed(text);
  const month = today.toISOString().slice(0, 7);
  const ofMonth = all.filter((each) => each.Date.startsWith(month));
  return {
    exported: exported.toISOString(),
    accounts: totals(all, ({ Account }) => Account),
    month,
    spent: totals(
      ofMonth.filter(({ Amount }) => Amount < 0),
      ({ Category }) => Category || "without a category",
    ),
    earned:
      totals(
        ofMonth.filter(({ Amount }) => Amount > 0),
        () => "",
      )[0]?.amount ?? 0,
  };
}

type Transaction = z.output<typeof transactions>[number];

/** In whole cents while they are added up: fractions of two are no sums. */
function totals(of: readonly Transaction[], by: (each: Transaction) => string) {
  const groups = new Map<string, number>();
  for (const each of of) groups.set(by(each), (groups.get(by(each)) ?? 0) + Math.round(each.Amount * 100));
  return [...groups]
    .map(([name, cents]) => ({ name, amount: cents / 100 }))
    .sort((a, b) => a.amount - b.amount);
}

async function read(file: string) {
  try {
    const { size, mtime } = await stat(file);
    if (size > LARGEST) throw new UpstreamFault("The export of Actual is too large to be one.");
    return { text: await readFile(file, "utf8"), exported: mtime };
  } catch (error) {
    if (error instanceof UpstreamFault) throw error;
    throw new UpstreamFault(
      "There is no export of Actual: in Actual, open all accounts, and export them as a file.",
    );
  }
}

async function parsed(text: string): Promise<Transaction[]> {
  const { parse } = await import("csv-parse/sync");
  try {
    return transactions.parse(parse(text, { columns: true, bom: true, skip_empty_lines: true }));
  } catch {
    throw new UpstreamFault("The export of Actual is not whole: export it again.");
  }
}
