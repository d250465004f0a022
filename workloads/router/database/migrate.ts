import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { MigrationMeta } from "drizzle-orm/migrator";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { PgDialect, type PgSession } from "drizzle-orm/pg-core";
import { type Migration, migrations } from "./migrations.ts";

/** Any number, so long as every router that ever shares the database takes the same. */
const lock = 7_031_999;

/** Brings the tables up to date, all steps or none; whoever comes at the same time waits, and then has nothing to do. */
export async function migrate(database: NodePgDatabase): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.execute(sql`SELECT pg_advisory_xact_lock(${lock})`);
    const session = transaction._.session as unknown as PgSession;
    // drizzle's `migrate()` does just this with a folder, and beside a bundle there is none.
    await new PgDialect().migrate(migrations.map(asMeta), session, {
      migrationsFolder: "",
      migrationsSchema: "public",
      migrationsTable: "router_migrations",
    });
  });
}

function asMeta({ sql, at }: Migration): MigrationMeta {
  return {
    sql: sql.split("--> statement-breakpoint"),
    folderMillis: at,
    hash: createHash("sha256").update(sql).digest("hex"),
    bps: true,
  };
}
