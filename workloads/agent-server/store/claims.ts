import type { Run } from "../runs/index.ts";
import { type Asks, type Database, tellOf } from "./database.ts";
import { asRun, RUN } from "./rows.ts";

/** A run in the hands of one copy. Whoever holds a lower fence than the row writes nothing any more. */
export interface Held {
  readonly run: Run;
  readonly fence: string;
  /** How often it was taken without getting on. */
  readonly tries: number;
}

export interface Holder {
  name: string;
  leaseSeconds: number;
}

/** Times are the server's, always: no clock of a copy is ever asked. */
const MAY_BE_TAKEN = `(r.state = 'queued' AND r.due_at <= now() OR r.state = 'running' AND r.held_until <= now())`;
const OTHERS_RUNNING = `(SELECT count(*) FROM runs other
  WHERE other.person = r.person AND other.state = 'running' AND other.id <> r.id)`;

/**
 * The next run that nobody works on: of whoever was served longest ago, so that nobody's hundred runs keep another
 * waiting. Both rows are locked and locked ones passed over: copies never wait for each other.
 */
export function claim(database: Database, { name, leaseSeconds }: Holder): Promise<Held | undefined> {
  return database.transaction(async (asks) => {
    const { rows } = await asks.query(
      `SELECT r.id, r.person FROM runs r JOIN people p ON p.name = r.person
       WHERE r.ended_at IS NULL AND ${MAY_BE_TAKEN} AND ${OTHERS_RUNNING} < p.at_once
       ORDER BY p.served_at, r.due_at, r.made_at LIMIT 1
       FOR UPDATE OF r, p SKIP LOCKED`,
    );
    const [found] = rows;
    if (!found) return undefined;
    // Counted anew: what the statement above saw may have changed before it had the locks.
    const taken = await asks.query(
      `UPDATE runs r SET state = 'running', holder = $2, held_until = now() + make_interval(secs => $3),
         fence = fence + 1, tries = tries + 1, changed = nextval('changes')
       WHERE r.id = $1 AND ${OTHERS_RUNNING} < (SELECT at_once FROM people WHERE name = r.person)
       RETURNING ${RUN}, fence::text, tries`,
      [found.id, name, leaseSeconds],
    );
    const [row] = taken.rows;
    if (!row) return undefined;
    await asks.query("UPDATE people SET served_at = clock_timestamp() WHERE name = $1", [found.person]);
    await tellOf(asks, found.id);
    const { fence, tries, ...run } = row;
    return { run: asRun(run), fence, tries };
  });
}

/** Says that these are still worked on; returns those that are. */
export async function renew(
  asks: Asks,
  held: readonly Held[],
  { leaseSeconds }: Holder,
): Promise<ReadonlySet<Held>> {
  const { rows } = await asks.query(
    `UPDATE runs SET held_until = now() + make_interval(secs => $3)
     FROM unnest($1::uuid[], $2::bigint[]) AS mine (id, fence)
     WHERE runs.id = mine.id AND runs.fence = mine.fence AND runs.state = 'running'
     RETURNING runs.id`,
    [held.map(({ run }) => run.id), held.map(({ fence }) => fence), leaseSeconds],
  );
  const still = new Set(rows.map(({ id }) => id));
  return new Set(held.filter(({ run }) => still.has(run.id)));
}
