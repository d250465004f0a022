/**
 * Steps that bring the tables up to date, in their order; a step that was ever released stays as it is.
 *
 * PostgreSQL itself keeps people apart: without a person, and in a person's own name, nobody else's rows are there to be
 * read, changed or written, whatever a statement of ours forgets to say.
 */
export const steps: readonly string[] = [
  `
  CREATE TABLE turns (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    said text NOT NULL,
    answer text,
    fault text,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'answered', 'failed')),
    taken_until timestamptz,
    at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE attachments (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    turn integer NOT NULL REFERENCES turns ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('picture', 'voice')),
    type text NOT NULL,
    bytes bytea NOT NULL
  );
  CREATE TABLE proposals (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    turn integer NOT NULL REFERENCES turns ON DELETE CASCADE,
    change text NOT NULL,
    args jsonb NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'declined'))
  );
  CREATE TABLE memories (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE reminders (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    first text NOT NULL,
    every text CHECK (every IN ('day', 'week', 'month', 'year')),
    next_at timestamptz,
    told_at timestamptz
  );
  CREATE TABLE notices (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    due timestamptz NOT NULL,
    missed integer NOT NULL,
    seen boolean NOT NULL DEFAULT false
  );
  CREATE TABLE items (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    done boolean NOT NULL DEFAULT false
  );
  CREATE TABLE events (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    first text NOT NULL,
    every text CHECK (every IN ('day', 'week', 'month', 'year')),
    minutes integer
  );
  CREATE TABLE papers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    indexed_in text,
    gone boolean NOT NULL DEFAULT false
  );
  CREATE TABLE passages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    paper uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
    position integer NOT NULL,
    text text NOT NULL
  );
  CREATE INDEX ON turns (state) WHERE state = 'waiting';
  CREATE INDEX ON attachments (turn);
  CREATE INDEX ON proposals (turn);
  CREATE INDEX ON passages (paper);
  DO $$
  DECLARE
    name text;
    mine text := 'owner = current_setting(''family.person'')';
  BEGIN
    FOREACH name IN ARRAY ARRAY['turns', 'attachments', 'proposals', 'memories', 'reminders', 'notices',
                                'items', 'events', 'papers', 'passages'] LOOP
      EXECUTE format('ALTER TABLE %I ADD owner text NOT NULL CHECK (owner <> '''')', name);
      EXECUTE format('ALTER TABLE %I ALTER owner SET DEFAULT current_setting(''family.person'')', name);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
      EXECUTE format('CREATE POLICY own ON %I USING (%s)', name,
        CASE WHEN name IN ('items', 'events', 'papers', 'passages') THEN mine || ' OR owner = ''house''' ELSE mine END);
    END LOOP;
  END $$;
  `,
];
