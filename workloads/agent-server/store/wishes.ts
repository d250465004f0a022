import { randomUUID } from "node:crypto";
import type { Person } from "../people.ts";
import { isEnd, type Message, type Run, type Task } from "../runs/index.ts";
import { type Asks, type Database, tellOf } from "./database.ts";
import { runOf } from "./looks.ts";
import { asRun, RUN } from "./rows.ts";

/** Why a person's wish is not done: with the status of HTTP that says so. */
export class Refusal extends Error {
  readonly status: 404 | 409 | 429;

  constructor(status: Refusal["status"], message: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
  }
}

export interface Wish {
  task: Task;
  input: Message[];
  /** The same twice is one run. */
  idempotency: string | undefined;
}

/** A new run; `isNew` is false where the same was asked before. */
export function submit(
  database: Database,
  person: Person,
  wish: Wish,
): Promise<{ run: Run; isNew: boolean }> {
  return database.transaction(async (asks) => {
    await lockPerson(asks, person);
    const before = wish.idempotency && (await findSame(asks, person, wish.idempotency));
    if (before) return { run: before, isNew: false };
    await requireRoom(asks, person);
    const { rows } = await asks.query(
      `INSERT INTO runs (id, person, task, idempotency) VALUES ($1, $2, $3, $4) RETURNING ${RUN}`,
      [randomUUID(), person.name, JSON.stringify(wish.task), wish.idempotency ?? null],
    );
    const run = asRun(rows[0]);
    await addInput(asks, run.id, wish.input);
    await tellOf(asks, run.id);
    return { run, isNew: true };
  });
}

/** Ends a run, whoever works on it: that one finds out at its next write, if it is not told before. */
export function cancel(database: Database, person: Person, id: string): Promise<Run> {
  return database.transaction(async (asks) => {
    await asks.query(
      `UPDATE runs SET state = 'cancelled', reason = NULL, fence = fence + 1, holder = NULL, held_until = NULL,
         ended_at = now(), changed = nextval('changes')
       WHERE id = $1 AND person = $2 AND ended_at IS NULL`,
      [id, person.name],
    );
    await tellOf(asks, id);
    return required(await runOf(asks, person.name, id));
  });
}

export interface More {
  input: Message[] | undefined;
  steps: number | undefined;
  tokens: number | undefined;
}

/** Lets a run that has ended go on where it stopped. With something new to say, what was still open is set aside. */
export function resume(database: Database, person: Person, id: string, more: More): Promise<Run> {
  return database.transaction(async (asks) => {
    await lockPerson(asks, person);
    const run = await locked(asks, person, id);
    if (!isEnd(run.state)) throw new Refusal(409, `This run is ${run.state}: it has not ended.`);
    if (run.state === "done" && !more.input)
      throw new Refusal(409, "This run is done. Say in `input` what more it shall do.");
    await requireRoom(asks, person);
    if (more.input) {
      await setAside(asks, id);
      await addInput(asks, id, more.input);
    }
    const { steps = run.task.steps, tokens = run.task.tokens } = more;
    await asks.query(
      `UPDATE runs SET state = 'queued', reason = NULL, tries = 0, due_at = now(), ended_at = NULL, task = $2,
         changed = nextval('changes') WHERE id = $1`,
      [id, JSON.stringify({ ...run.task, steps, tokens })],
    );
    await tellOf(asks, id);
    return required(await runOf(asks, person.name, id));
  });
}

export interface Decision {
  number: number;
  isApproved: boolean;
  note: string | undefined;
}

/** Of a person, on a call that may change something. */
export function decide(
  database: Database,
  person: Person,
  id: string,
  { number, isApproved, note }: Decision,
): Promise<Run> {
  return database.transaction(async (asks) => {
    const run = await locked(asks, person, id);
    if (isEnd(run.state)) throw new Refusal(409, `This run is ${run.state}: nothing of it waits.`);
    const { rowCount } = await asks.query(
      `UPDATE steps SET state = $3, is_approved = $4, note = $5, changed = nextval('changes'),
         ended_at = CASE WHEN $4 THEN NULL ELSE now() END
       WHERE run = $1 AND number = $2 AND state = 'waiting'`,
      [id, number, isApproved ? "approved" : "refused", isApproved, note ?? null],
    );
    if (rowCount === 0) throw new Refusal(409, `Step ${number} of this run waits for nobody.`);
    await asks.query(
      `UPDATE runs SET state = CASE state WHEN 'waiting' THEN 'queued' ELSE state END, due_at = now(),
         changed = nextval('changes') WHERE id = $1`,
      [id],
    );
    await tellOf(asks, id);
    return required(await runOf(asks, person.name, id));
  });
}

export function remove(database: Database, person: Person, id: string): Promise<void> {
  return database.transaction(async (asks) => {
    const { state } = await locked(asks, person, id);
    if (!isEnd(state)) throw new Refusal(409, `This run is ${state}: cancel it first.`);
    await asks.query("DELETE FROM runs WHERE id = $1", [id]);
    await tellOf(asks, id);
  });
}

/** What a person asks for at once is done one after the other, so that limits hold. */
async function lockPerson(asks: Asks, { name, runsAtOnce }: Person): Promise<void> {
  await asks.query(
    `INSERT INTO people (name, at_once) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET at_once = excluded.at_once`,
    [name, runsAtOnce],
  );
}

async function locked(asks: Asks, person: Person, id: string): Promise<Run> {
  const { rows } = await asks.query(`SELECT ${RUN} FROM runs WHERE id = $1 AND person = $2 FOR UPDATE`, [
    id,
    person.name,
  ]);
  return required(rows.map(asRun)[0]);
}

function required(run: Run | undefined): Run {
  if (run) return run;
  throw new Refusal(404, "You have no such run.");
}

async function findSame(asks: Asks, { name }: Person, idempotency: string): Promise<Run | undefined> {
  const { rows } = await asks.query(`SELECT ${RUN} FROM runs WHERE person = $1 AND idempotency = $2`, [
    name,
    idempotency,
  ]);
  return rows.map(asRun)[0];
}

async function requireRoom(asks: Asks, { name, runsOpen }: Person): Promise<void> {
  const { rows } = await asks.query(
    "SELECT count(*)::int AS open FROM runs WHERE person = $1 AND ended_at IS NULL",
    [name],
  );
  if (rows[0].open < runsOpen) return;
  throw new Refusal(429, `You have ${runsOpen} runs that have not ended, and may have no more: cancel one.`);
}

async function addInput(asks: Asks, run: string, input: readonly Message[]): Promise<void> {
  await asks.query(
    `INSERT INTO steps (run, number, kind, state, said, began_at, ended_at)
     SELECT $1, coalesce(max(number), 0) + 1, 'input', 'done', $2, now(), now() FROM steps WHERE run = $1`,
    [run, JSON.stringify(input)],
  );
}

/** An answer that never came is nothing to keep; a call that was asked for has to have some result. */
async function setAside(asks: Asks, run: string): Promise<void> {
  await asks.query("DELETE FROM steps WHERE run = $1 AND kind = 'model' AND state = 'started'", [run]);
  await asks.query(
    `UPDATE steps SET ended_at = now(), changed = nextval('changes'),
       state = CASE WHEN state = 'started' AND NOT reads_only THEN 'unknown' ELSE 'refused' END,
       note = CASE WHEN state = 'started' AND NOT reads_only THEN NULL ELSE 'something else was said in its place' END
     WHERE run = $1 AND state IN ('ready', 'waiting', 'approved', 'started')`,
    [run],
  );
}
