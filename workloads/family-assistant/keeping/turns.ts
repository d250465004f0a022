import type { Query } from "../store/index.ts";

export interface Turn {
  id: number;
  said: string;
  answer: string | null;
  fault: string | null;
  state: "waiting" | "answered" | "failed";
  at: Date;
  /** The id of the picture that came with it. */
  picture: number | null;
  hasVoice: boolean;
}

export interface Attachment {
  kind: "picture" | "voice";
  type: string;
  bytes: Buffer;
}

/** Longer than any answer takes: whoever took a question and died is followed by another. */
const TAKEN = "10 minutes";

const SHOWN = `id, said, answer, fault, state, at,
  (SELECT a.id FROM attachments a WHERE a.turn = turns.id AND a.kind = 'picture' LIMIT 1) AS picture,
  EXISTS (SELECT FROM attachments a WHERE a.turn = turns.id AND a.kind = 'voice') AS "hasVoice"`;

/** The newest, the oldest of them first. */
export function turns(query: Query, limit: number): Promise<Turn[]> {
  return query<Turn>(
    `SELECT * FROM (SELECT ${SHOWN} FROM turns ORDER BY id DESC LIMIT $1) AS newest ORDER BY id`,
    [limit],
  );
}

/** Kept before anybody thinks about it. */
export async function say(query: Query, said: string, attachments: readonly Attachment[]): Promise<void> {
  const [turn] = await query<{ id: number }>("INSERT INTO turns (said) VALUES ($1) RETURNING id", [said]);
  for (const { kind, type, bytes } of attachments)
    await query("INSERT INTO attachments (turn, kind, type, bytes) VALUES ($1, $2, $3, $4)", [
      turn?.id,
      kind,
      type,
      bytes,
    ]);
}

/** The oldest that waits, unless somebody is at it already. */
export async function takeTurn(query: Query): Promise<Turn | undefined> {
  const [taken] = await query<{ id: number }>(
    `UPDATE turns SET taken_until = now() + interval '${TAKEN}'
     WHERE id = (SELECT id FROM turns WHERE state = 'waiting' AND (taken_until IS NULL OR taken_until < now())
                 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
  );
  if (!taken) return undefined;
  const [turn] = await query<Turn>(`SELECT ${SHOWN} FROM turns WHERE id = $1`, [taken.id]);
  return turn;
}

/** Back in its place, for who comes next: this program ends before it has answered. */
export async function leaveTurn(query: Query, id: number): Promise<void> {
  await query("UPDATE turns SET taken_until = NULL WHERE id = $1", [id]);
}

export async function heard(query: Query, id: number, said: string): Promise<void> {
  await query("UPDATE turns SET said = $2 WHERE id = $1", [id, said]);
}

export async function answer(query: Query, id: number, text: string): Promise<void> {
  await query("UPDATE turns SET state = 'answered', answer = $2, fault = NULL WHERE id = $1", [id, text]);
}

export async function fail(query: Query, id: number, fault: string): Promise<void> {
  await query("UPDATE turns SET state = 'failed', fault = $2 WHERE id = $1", [id, fault]);
}

export async function tryAgain(query: Query, id: number): Promise<void> {
  await query(
    "UPDATE turns SET state = 'waiting', taken_until = NULL, fault = NULL WHERE id = $1 AND state = 'failed'",
    [id],
  );
}

/** All that was ever said between them. */
export async function forgetTurns(query: Query): Promise<void> {
  await query("DELETE FROM turns");
}

export async function attachmentOf(query: Query, turn: number, kind: Attachment["kind"]) {
  const [found] = await query<Attachment>(
    "SELECT kind, type, bytes FROM attachments WHERE turn = $1 AND kind = $2",
    [turn, kind],
  );
  return found;
}

export async function pictureNamed(query: Query, id: number): Promise<Attachment | undefined> {
  const [found] = await query<Attachment>(
    "SELECT kind, type, bytes FROM attachments WHERE id = $1 AND kind = 'picture'",
    [id],
  );
  return found;
}

export async function answerOf(query: Query, id: number): Promise<string | undefined> {
  const [turn] = await query<{ answer: string | null }>("SELECT answer FROM turns WHERE id = $1", [id]);
  return turn?.answer ?? undefined;
}
