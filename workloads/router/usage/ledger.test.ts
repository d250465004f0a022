import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { count } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../database/index.ts";
import { type Databases, kinds, silent } from "../database/testing/databases.ts";
import { Postgres } from "../database/testing/postgres.ts";
import { DiskLedger, recentUsage, usageRows } from "./index.ts";
import { usage } from "./testing/usage.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ledger-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const always = { from: new Date(0), to: new Date("2100-01-01") };
const journalFiles = () => readdirSync(join(folder, "usage")).filter((name) => name.endsWith(".jsonl"));

async function rowCount(database: Database): Promise<number> {
  const [row] = await database.sql.select({ n: count() }).from(usageRows);
  return row?.n ?? 0;
}

describe.each(Object.entries(kinds))("on %s", (_kind, prepare) => {
  let databases: Databases;
  let database: Database;
  beforeAll(async () => {
    databases = await prepare();
    database = await databases.open();
  });
  afterAll(() => databases.stop());
  beforeEach(async () => {
    await database.sql.delete(usageRows);
  });

  test("what is recorded comes back the same, and what nobody said stays unsaid", async () => {
    const ledger = new DiskLedger({ folder, database, log: silent });
    const recorded = usage({
      promptTokens: 0,
      completionTokens: undefined,
      fault: "timeout",
      model: 'a "b" é \\ c',
    });
    ledger.record(recorded);
    await ledger.close();
    const [row] = await recentUsage(database, always, 10);
    expect(row).toEqual({
      ...recorded,
      at: new Date(recorded.at),
      cachedTokens: null,
      completionTokens: null,
    });
    expect(journalFiles()).toEqual([]);
  });

  test("recording a row twice, or moving a journal twice, never doubles it", async () => {
    const same = usage();
    for (const _ of [1, 2]) {
      const ledger = new DiskLedger({ folder, database, log: silent });
      ledger.record(same);
      ledger.record(same);
      await ledger.close();
    }
    expect(await rowCount(database)).toBe(1);
    expect(readdirSync(join(folder, "usage"))).toEqual([]);
  });

  test("half a line at the end of a journal costs that line only, and a row that no database takes itself only", async () => {
    const first = new DiskLedger({ folder, database, log: silent });
    first.record(usage());
    appendFileSync(join(folder, "usage", journalFiles()[0] ?? ""), '{"id":"torn","at":"2026-');
    await first.close();
    const second = new DiskLedger({ folder, database, log: silent });
    second.record(usage());
    second.record(usage({ status: 1e9, id: "refused" }));
    second.record(usage({ model: "zero\0byte and half \ud800 a pair" }));
    await second.close();
    expect(await rowCount(database)).toBe(3);
    expect(journalFiles()).toEqual([]);
    expect(readdirSync(join(folder, "usage"))).toContain("rejected.lines");
  });

  test("old rows are removed, young ones are kept", async () => {
    const before = new DiskLedger({ folder, database, log: silent });
    before.record(usage({ at: Date.now() - 31 * 86_400_000 }));
    before.record(usage({ at: Date.now() - 29 * 86_400_000 }));
    await before.close();
    const ledger = new DiskLedger({ folder, database, log: silent, retentionDays: 30 });
    await expect.poll(() => rowCount(database)).toBe(1);
    await ledger.close();
  });
});

describe("when things go wrong", () => {
  let server: Postgres;
  let url: string;
  beforeAll(async () => {
    server = await Postgres.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await server.database();
  });

  test("a database killed and restarted under load loses and doubles nothing", async () => {
    const database = openDatabase({ url, folder, log: silent });
    await database.ready;
    const ledger = new DiskLedger({ folder, database, log: silent });
    let recorded = 0;
    const load = setInterval(() => {
      for (let n = 0; n < 20; n += 1) ledger.record(usage());
      recorded += 20;
    }, 5);
    await sleep(1_500);
    await server.kill();
    await sleep(1_500);
    await server.resume();
    await sleep(1_000);
    clearInterval(load);
    await expect.poll(() => rowCount(database), { timeout: 20_000 }).toBe(recorded);
    await ledger.close();
    expect(journalFiles()).toEqual([]);
    await database.close();
  });

  test("a process that is killed loses no row that it had recorded", async () => {
    const recorder = fileURLToPath(new URL("testing/recorder.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", recorder, url, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let last = 0;
    let began = 0;
    for await (const line of createInterface(child.stdout)) {
      last = Number(line);
      began ||= Date.now();
      // Long enough that some rows are in the database, and some are on their way.
      if (child.signalCode === null && Date.now() - began > 1_500) child.kill("SIGKILL");
    }
    if (child.signalCode === null) await once(child, "exit");
    const database = openDatabase({ url, folder, log: silent });
    await database.ready;
    const ledger = new DiskLedger({ folder, database, log: silent });
    await ledger.flush();
    expect(await rowCount(database)).toBeGreaterThanOrEqual(last);
    await ledger.close();
    await database.close();
  });

  test("a database that is away at start and at the end leaves the rows on disk for the next start", async () => {
    await server.kill();
    const away = openDatabase({ url, folder, log: silent });
    const ledger = new DiskLedger({ folder, database: away, log: silent });
    for (let n = 0; n < 10; n += 1) ledger.record(usage());
    await ledger.close();
    await away.close();
    expect(journalFiles()).toHaveLength(1);
    await server.resume();
    const database = openDatabase({ url, folder, log: silent });
    const next = new DiskLedger({ folder, database, log: silent });
    await expect.poll(() => rowCount(database).catch(() => 0), { timeout: 10_000 }).toBe(10);
    await next.close();
    await database.close();
  });
});
