import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pino } from "pino";
import manifest from "../../package.json" with { type: "json" };
import type { Database } from "../database.ts";
import { openDatabase } from "../open.ts";
import { Postgres } from "./postgres.ts";

export const silent = pino({ level: "silent" });

/** Empty databases for tests: a suite runs over both kinds, since the SQL is promised to be the same. */
export interface Databases {
  /** What `openDatabase` is told; each call is about another, empty database. */
  settings(): Promise<{ url?: string; folder: string }>;
  open(): Promise<Database>;
  stop(): Promise<void>;
}

export const kinds = { PostgreSQL: postgresDatabases, PGlite: embeddedDatabases };

async function postgresDatabases(): Promise<Databases> {
  const server = await Postgres.start();
  return collection(
    async (folder) => ({ url: await server.database(), folder }),
    () => server.stop(),
  );
}

async function embeddedDatabases(): Promise<Databases> {
  const template = await embeddedTemplate();
  return collection(
    async (folder) => {
      cpSync(template, join(folder, "database"), { recursive: true });
      return { folder };
    },
    async () => {},
  );
}

function collection(
  prepare: (folder: string) => Promise<{ url?: string; folder: string }>,
  stop: () => Promise<void>,
): Databases {
  const root = mkdtempSync(join(tmpdir(), "router-"));
  const opened: Database[] = [];
  let count = 0;
  const settings = () => {
    count += 1;
    const folder = join(root, String(count));
    mkdirSync(folder);
    return prepare(folder);
  };
  return {
    settings,
    async open() {
      const database = openDatabase({ ...(await settings()), log: silent });
      opened.push(database);
      await database.ready;
      return database;
    },
    async stop() {
      await Promise.all(opened.map((database) => database.close()));
      await stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Making a cluster takes PGlite many seconds, copying one none: it is made once on each machine. */
async function embeddedTemplate(): Promise<string> {
  const template = join(
    tmpdir(),
    `router-pglite-${manifest.dependencies["@electric-sql/pglite"]}-${process.getuid?.() ?? ""}`,
  );
  if (existsSync(template)) return template;
  const draft = mkdtempSync(`${template}-`);
  const database = await PGlite.create(draft);
  await database.close();
  try {
    renameSync(draft, template);
  } catch {
    // Another test was faster.
    rmSync(draft, { recursive: true, force: true });
  }
  return template;
}
