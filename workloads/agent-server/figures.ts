import { Counter, Gauge, type Registry } from "prom-client";
import type { Database } from "./store/index.ts";

export interface Counted {
  database: Database;
  running(): number;
  listeners(): number;
}

/** What there is to see of it, and how to count what happens. */
export function countIn(registry: Registry, { database, running, listeners }: Counted) {
  const registers = [registry];
  new Gauge({
    name: "agent_runs_held",
    help: "Runs that this copy works on.",
    registers,
    collect() {
      this.set(running());
    },
  });
  new Gauge({
    name: "agent_streams_open",
    help: "Who listens to a run here.",
    registers,
    collect() {
      this.set(listeners());
    },
  });
  const open = new Gauge({
    name: "agent_runs_open",
    help: "Runs that have not ended, of all copies, by their state.",
    labelNames: ["state"],
    registers,
    async collect() {
      const found = await openRuns(database);
      for (const { state, count } of found) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "agent_oldest_due_seconds",
    help: "How long the run has waited for a copy that waits the longest.",
    registers,
    async collect() {
      this.set(await oldestDue(database));
    },
  });
  for (const state of STATES) open.set({ state }, 0);
  const runs = new Counter({
    name: "agent_runs_left_total",
    help: "Runs that this copy no longer works on, by why.",
    labelNames: ["outcome"],
    registers,
  });
  const steps = new Counter({
    name: "agent_steps_total",
    help: "Steps that were taken, by kind and outcome.",
    labelNames: ["kind", "outcome"],
    registers,
  });
  return {
    noteRun: (outcome: string) => runs.inc({ outcome }),
    noteStep: (kind: string, outcome: string) => steps.inc({ kind, outcome }),
  };
}

const STATES = ["queued", "running", "waiting"] as const;

/** Nothing while the database is away: whoever measures still gets the rest. */
async function openRuns({ asks, isReady }: Database): Promise<{ state: string; count: number }[]> {
  if (!isReady) return [];
  try {
    const { rows } = await asks.query(
      `SELECT state, count(runs.id)::int AS count FROM unnest($1::text[]) AS states (state)
       LEFT JOIN runs USING (state) GROUP BY state`,
      [STATES],
    );
    return rows;
  } catch {
    return [];
  }
}

async function oldestDue({ asks, isReady }: Database): Promise<number> {
  if (!isReady) return 0;
  try {
    const { rows } = await asks.query(
      `SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::float8 AS age FROM runs
       WHERE ended_at IS NULL AND state = 'queued' AND due_at <= now()`,
    );
    return rows[0]?.age ?? 0;
  } catch {
    return 0;
  }
}
