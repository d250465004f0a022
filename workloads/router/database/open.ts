import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../kit/index.ts";
import type { Database } from "./database.ts";
import { EmbeddedDatabase } from "./embedded.ts";
import { PostgresDatabase } from "./postgres.ts";

export interface DatabaseSettings {
  /** Without it, the database is embedded. */
  url?: string | undefined;
  /** Where the embedded one keeps its data. */
  folder: string;
  log: Log;
}

/** Returns at once and connects in the background: a router serves while its database is still away. */
export function openDatabase({ url, folder, log }: DatabaseSettings): Database {
  return url ? new PostgresDatabase(url, log) : new EmbeddedDatabase(folder, log);
}

/** The same for what can do nothing without it: undefined where it does not answer within so many milliseconds. */
export async function openWithin(
  settings: DatabaseSettings,
  patience: number,
): Promise<Database | undefined> {
  const database = openDatabase(settings);
  const isReady = await Promise.race([
    database.ready.then(() => true),
    sleep(patience, false, { ref: false }),
  ]);
  if (isReady) return database;
  await database.close();
  return undefined;
}
