import type { Asks } from "./database.ts";

const KEEP_SPENT_DAYS = 400;

/** Forgets what ended long ago; returns how many runs. */
export async function tidy(asks: Asks, keepDays: number): Promise<number> {
  await asks.query("DELETE FROM spent WHERE day < current_date - $1::int", [KEEP_SPENT_DAYS]);
  const { rowCount } = await asks.query(
    "DELETE FROM runs WHERE ended_at < now() - make_interval(days => $1)",
    [keepDays],
  );
  return rowCount ?? 0;
}
