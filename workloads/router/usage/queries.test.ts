import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../database/index.ts";
import { type Databases, kinds, silent } from "../database/testing/databases.ts";
import { costByKey, DiskLedger, eachUsage, recentUsage, topUsage, usageSeries } from "./index.ts";
import { usage } from "./testing/usage.ts";

const noon = Date.UTC(2026, 10, 1, 12);
const day = { from: new Date(noon - 43_200_000), to: new Date(noon + 43_200_000) };

describe.each(Object.entries(kinds))("on %s", (_kind, prepare) => {
  let databases: Databases;
  let database: Database;
  const folder = mkdtempSync(join(tmpdir(), "queries-"));

  beforeAll(async () => {
    databases = await prepare();
    database = await databases.open();
    const ledger = new DiskLedger({ folder, database, log: silent });
    for (let n = 0; n < 100; n += 1) {
      const at = noon + n * 60_000;
      ledger.record(usage({ id: `a${n}`, at, firstByteMs: n + 1, keyId: "key_a", cost: 10 }));
    }
    ledger.record(
      usage({
        id: "b",
        at: noon,
        keyId: "key_b",
        person: "bob",
        status: 503,
        cost: 0,
        firstByteMs: undefined,
      }),
    );
    await ledger.close();
  });
  afterAll(async () => {
    await databases.stop();
    rmSync(folder, { recursive: true });
  });

  test("a series sums each bucket and says what 95 of 100 stayed under", async () => {
    const [first, second, ...rest] = await usageSeries(database, day, 3_600);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      at: new Date(noon),
      requests: 61,
      failures: 1,
      cost: 600,
      promptTokens: 6_100,
    });
    expect(first?.firstByteMs.p50).toBeCloseTo(30.5);
    expect(first?.firstByteMs.p95).toBeCloseTo(57.05);
    expect(second).toMatchObject({ requests: 40, cachedTokens: 0, queuedMs: { p50: 0.5 } });
    // 19 tokens after the first: the later it came, the less time they had.
    expect(first?.tokensPerSecond.p50).toBeCloseTo(19_000 / 869.5, 1);
    expect(first?.tokensPerSecond.p95).toBeLessThan(first?.tokensPerSecond.p50 ?? 0);
  });

  test("filters and the time range leave out the rest", async () => {
    expect(await usageSeries(database, { ...day, person: "bob", failed: false }, 60)).toEqual([]);
    const [bucket] = await usageSeries(database, { ...day, key: "key_b" }, 60);
    expect(bucket).toMatchObject({ requests: 1, firstByteMs: { p50: null, p95: null, p99: null } });
    expect(await usageSeries(database, { from: new Date(0), to: new Date(noon) }, 60)).toEqual([]);
  });

  test("the largest come first", async () => {
    const names = (await topUsage(database, day, "key", 10)).map(({ name, requests }) => [name, requests]);
    expect(names).toEqual([
      ["key_a", 100],
      ["key_b", 1],
    ]);
    expect(await costByKey(database, new Date(noon))).toEqual(
      new Map([
        ["key_a", 1_000],
        ["key_b", 0],
      ]),
    );
  });

  test("pages hold every row once, the newest first", async () => {
    const seen: string[] = [];
    let page = await recentUsage(database, day, 30);
    while (page.length > 0) {
      seen.push(...page.map(({ id }) => id));
      page = await recentUsage(database, day, 30, page.at(-1));
    }
    expect(seen[0]).toBe("a99");
    expect(new Set(seen).size).toBe(101);
    const all: string[] = [];
    for await (const { id } of eachUsage(database, day)) all.push(id);
    expect(all).toEqual(seen);
  });
});
