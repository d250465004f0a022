import type { NodePgDatabase } from "drizzle-orm/node-postgres";

/** PostgreSQL, or PGlite in a thread of its own behind the same protocol: nobody else can tell which. */
export interface Database {
  readonly sql: NodePgDatabase;
  /** Whether several routers may share it, so that what one changes has to reach the others. */
  readonly shared: boolean;
  /** Tells every router that shares this database, this one included. */
  announce(channel: string, payload: string): Promise<void>;
  /** Hears what is announced, also after the connection was lost and found again. Returns how to stop. */
  listen(channel: string, heard: (payload: string) => void): () => void;
  close(): Promise<void>;
}
