import type { AnyStep, Run, RunState } from "../runs/index.ts";
import type { Asks } from "./database.ts";
import { asRun, asStep, RUN, STEP } from "./rows.ts";

/** A person's run; nothing where it is another's. */
export async function runOf(asks: Asks, person: string, id: string): Promise<Run | undefined> {
  const { rows } = await asks.query(`SELECT ${RUN} FROM runs WHERE id = $1 AND person = $2`, [id, person]);
  return rows.map(asRun)[0];
}

export interface Wanted {
  state?: RunState | undefined;
  /** Those made before this run. */
  before?: string | undefined;
  limit: number;
}

/** The newest first. */
export async function runsOf(asks: Asks, person: string, { state, before, limit }: Wanted): Promise<Run[]> {
  const { rows } = await asks.query(
    `SELECT ${RUN} FROM runs
     WHERE person = $1 AND ($2::text IS NULL OR state = $2)
       AND ($3::uuid IS NULL OR (made_at, id) < (SELECT made_at, id FROM runs WHERE id = $3 AND person = $1))
     ORDER BY made_at DESC, id DESC LIMIT $4`,
    [person, state ?? null, before ?? null, limit],
  );
  return rows.map(asRun);
}

export async function stepsOf(asks: Asks, run: string): Promise<AnyStep[]> {
  const { rows } = await asks.query(`SELECT ${STEP} FROM steps WHERE run = $1 ORDER BY number`, [run]);
  return rows.map(asStep);
}

export interface Changes {
  run: Run;
  steps: AnyStep[];
}

/** What has changed since, in the order in which it did. One statement: run and steps are of the same moment. */
export async function changesSince(asks: Asks, run: string, since: string): Promise<Changes | undefined> {
  const { rows } = await asks.query(
    `SELECT ${RUN}, changed::text,
       (SELECT coalesce(json_agg(step ORDER BY step.changed), '[]')
        FROM (SELECT ${STEP} FROM steps WHERE run = runs.id AND changed > $2) step) AS steps
     FROM runs WHERE id = $1`,
    [run, since],
  );
  const [found] = rows;
  if (!found) return undefined;
  const { steps, ...rest } = found;
  return { run: asRun(rest), steps: steps.map(revived) };
}

/** Inside JSON, times are texts and large numbers are numbers. */
function revived(step: Record<string, unknown>): AnyStep {
  const time = (value: unknown) => (typeof value === "string" ? new Date(value) : null);
  return asStep({ ...step, began: time(step.began), ended: time(step.ended), changed: String(step.changed) });
}

export async function spentToday(asks: Asks, person: string): Promise<number> {
  const { rows } = await asks.query(
    `SELECT tokens::float8 AS tokens FROM spent WHERE person = $1 AND day = (now() AT TIME ZONE 'UTC')::date`,
    [person],
  );
  return rows[0]?.tokens ?? 0;
}
