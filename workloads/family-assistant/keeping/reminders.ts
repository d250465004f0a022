import type { Query } from "../store/index.ts";
import { type Every, momentOf, nextAfter, type Standing, stepOf } from "../time/index.ts";

export interface Reminder extends Standing {
  id: number;
  what: string;
}

export interface Notice {
  id: number;
  what: string;
  due: Date;
  missed: number;
}

export interface NewReminder {
  what: string;
  first: string;
  every: Every | null;
}

const COLUMNS = `id, what, first, every, next_at AS "nextAt", told_at AS "toldAt"`;

/** Those that will come. */
export function reminders(query: Query): Promise<Reminder[]> {
  return query<Reminder>(`SELECT ${COLUMNS} FROM reminders WHERE next_at IS NOT NULL ORDER BY next_at`);
}

/** One that begins in the past comes from now on, where it comes again, and at once where it does not. */
export async function addReminder(
  query: Query,
  zone: string,
  now: Date,
  reminder: NewReminder,
): Promise<void> {
  const { what, first, every } = reminder;
  const next = nextAfter(reminder, zone, now) ?? momentOf(first, zone);
  await query("INSERT INTO reminders (what, first, every, next_at) VALUES ($1, $2, $3, $4)", [
    what,
    first,
    every,
    next,
  ]);
}

export async function removeReminder(query: Query, id: number): Promise<void> {
  await query("DELETE FROM reminders WHERE id = $1", [id]);
}

/** Tells one person of what is due; how many were told. Whoever does the same at the same time tells nothing twice. */
export async function tellDue(query: Query, zone: string, now: Date): Promise<number> {
  const standing = await query<Reminder>(
    `SELECT ${COLUMNS} FROM reminders WHERE next_at IS NOT NULL FOR UPDATE SKIP LOCKED`,
  );
  let told = 0;
  for (const reminder of standing) {
    const step = stepOf(reminder, zone, now);
    if (step.do === "nothing") continue;
    await query("UPDATE reminders SET next_at = $2, told_at = $3 WHERE id = $1", [
      reminder.id,
      step.nextAt,
      now,
    ]);
    if (step.do === "mend") continue;
    await query("INSERT INTO notices (what, due, missed) VALUES ($1, $2, $3)", [
      reminder.what,
      step.due,
      step.missed,
    ]);
    told += 1;
  }
  return told;
}

/** What somebody was told and has not put away yet. */
export function notices(query: Query): Promise<Notice[]> {
  return query<Notice>("SELECT id, what, due, missed FROM notices WHERE NOT seen ORDER BY due");
}

export async function putAway(query: Query, id: number): Promise<void> {
  await query("UPDATE notices SET seen = true WHERE id = $1", [id]);
}
