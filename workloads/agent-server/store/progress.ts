import type { Answer, ToolStep } from "../runs/index.ts";
import type { Held } from "./claims.ts";
import { type Asks, type Database, tellOf } from "./database.ts";

/** The run is another's by now, or has been ended by its person. */
export class Lost extends Error {
  constructor() {
    super("the run is in other hands");
    this.name = "Lost";
  }
}

/**
 * What a holder writes: only while it holds the run, which the row's lock decides. Each of these may be done again, as
 * when the connection broke before it was known whether the first time had been written.
 */
async function fenced<Result>(
  database: Database,
  { run, fence }: Held,
  work: (asks: Asks) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (asks) => {
    const { rowCount } = await asks.query(
      `UPDATE runs SET changed = nextval('changes') WHERE id = $1 AND fence = $2 AND state = 'running'`,
      [run.id, fence],
    );
    if (rowCount === 0) throw new Lost();
    const result = await work(asks);
    await tellOf(asks, run.id);
    return result;
  });
}

/** From here on, this step is under way. */
export function beginAsk(database: Database, held: Held, number: number): Promise<void> {
  return fenced(database, held, async (asks) => {
    await asks.query(
      `INSERT INTO steps (run, number, kind, state, began_at) VALUES ($1, $2, 'model', 'started', now())
       ON CONFLICT (run, number) DO UPDATE SET began_at = now(), changed = nextval('changes')`,
      [held.run.id, number],
    );
  });
}

export function beginCall(database: Database, held: Held, { number, readsOnly }: ToolStep): Promise<void> {
  return fenced(database, held, async (asks) => {
    await asks.query(
      `UPDATE steps SET state = 'started', reads_only = $3, began_at = now(), changed = nextval('changes')
       WHERE run = $1 AND number = $2`,
      [held.run.id, number, readsOnly],
    );
  });
}

/** The model's answer, and the calls that it asks for: those that may change something wait for a person. */
export function answered(
  database: Database,
  held: Held,
  number: number,
  { said, calls, tokens, readsOnly }: Answer & { readsOnly(tool: string): boolean | undefined },
): Promise<void> {
  return fenced(database, held, async (asks) => {
    const { rowCount } = await asks.query(
      `UPDATE steps SET state = 'done', said = $3, tokens = $4, ended_at = now(), changed = nextval('changes')
       WHERE run = $1 AND number = $2 AND state = 'started'`,
      [held.run.id, number, JSON.stringify(said), tokens],
    );
    if (rowCount === 0) return;
    for (const [index, call] of calls.entries()) {
      const reads = readsOnly(call.name);
      await asks.query(
        `INSERT INTO steps (run, number, kind, state, call, reads_only) VALUES ($1, $2, 'tool', $3, $4, $5)`,
        [
          held.run.id,
          number + 1 + index,
          reads === false ? "waiting" : "ready",
          JSON.stringify(call),
          reads ?? false,
        ],
      );
    }
    await asks.query(
      `INSERT INTO spent VALUES ($1, (now() AT TIME ZONE 'UTC')::date, $2)
       ON CONFLICT (person, day) DO UPDATE SET tokens = spent.tokens + excluded.tokens`,
      [held.run.person, tokens],
    );
    await asks.query("UPDATE runs SET tokens = tokens + $2, tries = 0, reason = NULL WHERE id = $1", [
      held.run.id,
      tokens,
    ]);
  });
}

export interface Result {
  text: string;
  outcome: string;
}

export function called(
  database: Database,
  held: Held,
  number: number,
  { text, outcome }: Result,
): Promise<void> {
  return fenced(database, held, async (asks) => {
    await asks.query(
      `UPDATE steps SET state = 'done', said = $3, outcome = $4, ended_at = now(), changed = nextval('changes')
       WHERE run = $1 AND number = $2 AND state IN ('ready', 'approved', 'started')`,
      [held.run.id, number, JSON.stringify(text), outcome],
    );
    await asks.query("UPDATE runs SET tries = 0, reason = NULL WHERE id = $1", [held.run.id]);
  });
}

/** Puts a call into another state without having done it. */
export function moveCall(
  database: Database,
  held: Held,
  number: number,
  state: "ready" | "approved" | "waiting" | "unknown",
): Promise<void> {
  return fenced(database, held, async (asks) => {
    await asks.query(
      `UPDATE steps SET state = $3, changed = nextval('changes'),
         ended_at = CASE WHEN $3 = 'unknown' THEN now() END
       WHERE run = $1 AND number = $2 AND state IN ('ready', 'approved', 'started')`,
      [held.run.id, number, state],
    );
  });
}

/** Leaves the run to a person's decision; not where that has been made meanwhile. */
export function leaveToPerson(database: Database, held: Held, number: number): Promise<boolean> {
  return fenced(database, held, async (asks) => {
    const { rowCount } = await asks.query(
      `UPDATE runs SET state = 'waiting', holder = NULL, held_until = NULL, tries = 0
       WHERE id = $1 AND EXISTS (SELECT FROM steps WHERE run = $1 AND number = $2 AND state = 'waiting')`,
      [held.run.id, number],
    );
    return rowCount === 1;
  });
}

/** Gives the run back to whoever takes it, in so many seconds. */
export function putBack(
  database: Database,
  held: Held,
  { after, reason, counts }: { after: number; reason: string | undefined; counts: boolean },
): Promise<void> {
  return fenced(database, held, async (asks) => {
    await asks.query(
      `UPDATE runs SET state = 'queued', holder = NULL, held_until = NULL, reason = coalesce($3, reason),
         due_at = now() + make_interval(secs => $2), tries = CASE WHEN $4 THEN tries ELSE greatest(tries - 1, 0) END
       WHERE id = $1`,
      [held.run.id, after, reason ?? null, counts],
    );
  });
}

export function end(
  database: Database,
  held: Held,
  state: "done" | "failed",
  reason: string | null,
): Promise<void> {
  return fenced(database, held, async (asks) => {
    await asks.query(
      `UPDATE runs SET state = $2, reason = $3, holder = NULL, held_until = NULL, ended_at = now() WHERE id = $1`,
      [held.run.id, state, reason],
    );
  });
}
