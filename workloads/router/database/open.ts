import type { Log } from "../log.ts";
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
