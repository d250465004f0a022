import type { NodePgDatabase } from "drizzle-orm/node-postgres";

/** PostgreSQL, or PGlite in a thread of its own behind the same protocol: nobody else can tell which. */
export interface Database {
  readonly sql: NodePgDatabase;
  /** Whether several routers may share it, so that what one changes has to reach the others. */
  readonly shared: boolean;
  /** Fulfilled once it has answered for the first time and all migrations are in; never fails, only waits. */
  readonly ready: Promise<void>;
  /** Tells every router that shares this database, this one included. */
  announce(channel: string, payload: string): Promise<void>;
  /**
   * Hears what is announced, also after the connection was lost and found again. What was announced in between is
   * lost: `regained` is called whenever the connection is found, so that it can be looked up. Returns how to stop.
   */
  listen(channel: string, heard: (payload: string) => void, regained?: () => void): () => void;
  close(): Promise<void>;
}
