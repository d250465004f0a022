import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "./index.ts";
import { type Databases, kinds, silent } from "./testing/databases.ts";

const writer = fileURLToPath(new URL("testing/writer.ts", import.meta.url));

let databases: Databases;
beforeAll(async () => {
  databases = await kinds.PGlite();
});
afterAll(() => databases.stop());

test("only its owner may look into the folder, since PGlite asks for no password", async () => {
  const { folder } = await databases.settings();
  const database = openDatabase({ folder, log: silent });
  await database.ready;
  expect(statSync(folder).mode & 0o077).toBe(0);
  await database.close();
});

test("a second router in the same folder is refused, until the first has closed", async () => {
  const { folder } = await databases.settings();
  const first = openDatabase({ folder, log: silent });
  expect(() => openDatabase({ folder, log: silent })).toThrow(
    new RegExp(`is used by process ${process.pid} on .*ROUTER_DATA_DIR.*DATABASE_URL`),
  );
  await first.ready;
  await first.close();
  const second = openDatabase({ folder, log: silent });
  await second.ready;
  await second.close();
});

test("a router on another host holds the folder as long as it gives signs of life", async () => {
  const { folder } = await databases.settings();
  writeFileSync(join(folder, "database.lock"), JSON.stringify({ pid: 1, birth: "1", host: "elsewhere" }));
  expect(() => openDatabase({ folder, log: silent })).toThrow("is used by process 1 on elsewhere");
});

test("a folder whose path is too long for a socket is refused with what to do", async () => {
  const { folder } = await databases.settings();
  expect(() => openDatabase({ folder: join(folder, "x".repeat(100)), log: silent })).toThrow(
    /ROUTER_DATA_DIR is too long by \d+ bytes/,
  );
});

test("nothing that was written is lost when the process is killed, and its lock holds nobody up", async () => {
  const { folder } = await databases.settings();
  const last = await writeAndDie([process.execPath, "--import", "tsx", writer, folder]);
  const database = openDatabase({ folder, log: silent });
  await database.ready;
  expect(await lastOf(database)).toBeGreaterThanOrEqual(last);
  await database.close();
});

test("it works from a bundle, beside which there is no file of ours", async () => {
  const { folder } = await databases.settings();
  const bundle = join(folder, "bundle", "writer.mjs");
  mkdirSync(dirname(bundle));
  symlinkSync(
    fileURLToPath(new URL("../../../node_modules", import.meta.url)),
    join(folder, "bundle/node_modules"),
  );
  await build({
    entryPoints: [writer],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  expect(readFileSync(bundle, "utf8")).toContain("CREATE TABLE");
  expect(await writeAndDie([process.execPath, bundle, folder])).toBeGreaterThan(10);
});

/** The last number that a writer said before it was killed. */
async function writeAndDie([program = "", ...args]: string[]): Promise<number> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let last = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    if (last === 20) child.kill("SIGKILL");
  }
  if (child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  return last;
}

async function lastOf(database: Database): Promise<number> {
  const { rows } = await database.sql.execute(sql`SELECT max(n) AS last FROM numbers`);
  return Number(rows[0]?.last);
}
