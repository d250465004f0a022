import type pg from "pg";

/** Any number, so long as every copy that ever shares the database takes the same. */
const LOCK = 5_022_026;

/** In their order. One that has been released is never changed: what is to be otherwise is another one. */
const migrations: readonly string[] = [
  `
  CREATE SEQUENCE changes;

  CREATE TABLE people (
    name text PRIMARY KEY,
    at_once integer NOT NULL,
    served_at timestamptz NOT NULL DEFAULT '-infinity'
  );

  CREATE TABLE spent (
    person text NOT NULL,
    day date NOT NULL,
    tokens bigint NOT NULL,
    PRIMARY KEY (person, day)
  );

  CREATE TABLE runs (
    id uuid PRIMARY KEY,
    person text NOT NULL REFERENCES people,
    task json NOT NULL,
    idempotency text,
    state text NOT NULL DEFAULT 'queued',
    reason text,
    tokens bigint NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    fence bigint NOT NULL DEFAULT 0,
    holder text,
    held_until timestamptz,
    due_at timestamptz NOT NULL DEFAULT now(),
    made_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    changed bigint NOT NULL DEFAULT nextval('changes'),
    UNIQUE (person, idempotency)
  );
  CREATE INDEX runs_open ON runs (state, due_at) WHERE ended_at IS NULL;
  CREATE INDEX runs_of ON runs (person, made_at DESC, id);
  CREATE INDEX runs_ended ON runs (ended_at);

  CREATE TABLE steps (
    run uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
    number integer NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    -- Not jsonb: that has no room for a character of zeros, which a model may write.
    call json,
    reads_only boolean NOT NULL DEFAULT true,
    said json,
    outcome text,
    tokens bigint NOT NULL DEFAULT 0,
    note text,
    is_approved boolean NOT NULL DEFAULT false,
    began_at timestamptz,
    ended_at timestamptz,
    changed bigint NOT NULL DEFAULT nextval('changes'),
    PRIMARY KEY (run, number)
  );
  `,
];

/** Brings the tables up to date, all steps or none; whoever comes at the same time waits, and then has nothing to do. */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query("CREATE TABLE IF NOT EXISTS agent_migrations (number integer PRIMARY KEY)");
    const { rows } = await client.query("SELECT count(*)::int AS done FROM agent_migrations");
    for (let number = rows[0].done; number < migrations.length; number += 1) {
      await client.query(migrations[number] ?? "");
      await client.query("INSERT INTO agent_migrations VALUES ($1)", [number]);
    }
    await client.query("COMMIT");
    client.release();
  } catch (error) {
    // What is half done ends with its connection.
    client.release(true);
    throw error;
  }
}
