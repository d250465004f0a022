import { createHash } from "node:crypto";
import { and, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { lockPerson, type Sql } from "./store.ts";
import { conversations, memoryDeletions, memoryPreferences } from "./table.ts";
import type { Turn } from "./turn.ts";

const day = 86_400_000;
/** In milliseconds: a turn that could not be written for so long is not written any more. */
export const longestWait = 30 * day;

/** Stands for all turns that name no conversation; nobody can call one so. */
const unnamedTurns = "";

/** Everything that the memory has of a person. Summaries, vectors and responses hang on the conversations. */
export async function deletePerson(database: NodePgDatabase, person: string): Promise<number> {
  return database.transaction(async (transaction) => {
    await lockPerson(transaction, person, "alone");
    await noteDeletion(transaction, subjectOf(person));
    await transaction.delete(memoryPreferences).where(eq(memoryPreferences.person, person));
    const { rowCount } = await transaction.delete(conversations).where(eq(conversations.person, person));
    return rowCount ?? 0;
  });
}

export async function deleteConversation(
  database: NodePgDatabase,
  person: string,
  id: string,
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    await lockPerson(transaction, person, "alone");
    await noteDeletion(transaction, subjectOf(person, id));
    await noteDeletion(transaction, subjectOf(person, unnamedTurns));
    const { rowCount } = await transaction
      .delete(conversations)
      .where(and(eq(conversations.person, person), eq(conversations.id, id)));
    return rowCount === 1;
  });
}

/** A single turn, which a router that has crashed may still hold although it was written. */
export function noteTurnDeletion(database: Sql, person: string, turn: string): Promise<void> {
  return noteDeletion(database, subjectOf(person, undefined, turn));
}

/** Whether it was deleted after it was asked and before it could be written. */
export async function wasDeleted(
  database: Sql,
  { id: turn, at, caller: { person } }: Turn,
  id: string,
  unnamed: boolean,
): Promise<boolean> {
  const subjects = [subjectOf(person), subjectOf(person, id), subjectOf(person, undefined, turn)];
  if (unnamed) subjects.push(subjectOf(person, unnamedTurns));
  const rows = await database
    .select({ at: memoryDeletions.at })
    .from(memoryDeletions)
    .where(and(inArray(memoryDeletions.subject, subjects), gte(memoryDeletions.at, new Date(at))));
  return rows.length > 0;
}

/** Those that no turn can still meet. No request lives for a day, and none waits longer than `longestWait` behind it. */
export async function forgetDeletions(database: Sql): Promise<void> {
  const met = new Date(Date.now() - longestWait - day);
  await database.delete(memoryDeletions).where(lt(memoryDeletions.at, met));
}

async function noteDeletion(database: Sql, subject: string): Promise<void> {
  // The clock of the routers, as it is theirs that says when a turn was asked.
  await database
    .insert(memoryDeletions)
    .values({ subject, at: new Date() })
    .onConflictDoUpdate({ target: memoryDeletions.subject, set: { at: sql`excluded.at` } });
}

function subjectOf(...names: [person: string, conversation?: string, turn?: string]): string {
  return createHash("sha256").update(JSON.stringify(names)).digest("base64url");
}
