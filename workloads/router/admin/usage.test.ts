import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Databases, kinds, silent } from "../database/testing/databases.ts";
import { openApi } from "../http/openapi.ts";
import { KeyStore } from "../keys/index.ts";
import { DiskLedger } from "../usage/index.ts";
import { usage } from "../usage/testing/usage.ts";
import { keyRoutes, usageRoutes } from "./index.ts";
import { adminKey, Office } from "./testing/office.ts";

describe.each(Object.entries(kinds))("on %s", (_kind, prepare) => {
  const folder = mkdtempSync(join(tmpdir(), "usage-"));
  let databases: Databases;
  let office: Office;
  const get = async (path: string) => (await office.ask("GET", `/admin/usage/${path}`, adminKey)).body;

  beforeAll(async () => {
    databases = await prepare();
    const database = await databases.open();
    const ledger = new DiskLedger({ folder, database, log: silent });
    const now = Date.now() - 1_000;
    for (let n = 0; n < 1_500; n += 1) ledger.record(usage({ id: `row ${n}`, at: now - n, cost: 1 }));
    ledger.record(
      usage({ id: "evil", at: now + 1, model: '=1+"2",\r\n3', cost: 5, keyId: "key_2", status: 502 }),
    );
    ledger.record(usage({ at: now - 3 * 86_400_000 }));
    await ledger.flush();
    await ledger.close();
    office = await Office.open({ database, folder, adminKey });
  });
  afterAll(async () => {
    await office.close();
    await databases.stop();
    rmSync(folder, { recursive: true });
  });

  test("the last day is shown, unless another time is asked for", async () => {
    const { bucketSeconds, buckets, total } = await get("series");
    expect(total).toMatchObject({ requests: 1_501, failures: 1, totalMs: { p50: 900 } });
    expect(bucketSeconds).toBe(900);
    const sum = buckets.reduce((all: number, { requests }: { requests: number }) => all + requests, 0);
    expect(sum).toBe(1_501);
    const week = await get(
      `series?bucketSeconds=86400&from=${new Date(Date.now() - 7 * 86_400_000).toISOString()}`,
    );
    const nothing = { p50: null, p95: null, p99: null };
    expect((await get("series?model=nobody%27s")).total).toMatchObject({
      requests: 0,
      cost: 0,
      firstByteMs: nothing,
    });
    expect(week.buckets.at(0)).toMatchObject({ requests: 1, totalMs: { p50: 900 } });
  });

  test("single requests come as columns, in their order, the newest if they are too many", async () => {
    const { at, firstByteMs, totalMs, tokensPerSecond } = await get("points?limit=1000");
    expect([at, firstByteMs, totalMs, tokensPerSecond].map(({ length }) => length)).toEqual([
      1_000, 1_000, 1_000, 1_000,
    ]);
    expect(at).toEqual([...at].sort((one: number, other: number) => one - other));
    expect(Date.now() - at.at(-1)).toBeLessThan(60_000);
    expect(totalMs.at(-1)).toBe(900);
    expect(await get("points?model=nobody%27s")).toMatchObject({ at: [], firstByteMs: [] });
  });

  test("the largest are found, by what was asked", async () => {
    const { top } = await get("top?by=key");
    expect(top).toMatchObject([
      { name: "key_1", requests: 1_500, cost: 1_500 },
      { name: "key_2", failures: 1 },
    ]);
    expect((await get("top?by=nonsense")).error.message).toContain('"model" or "provider"');
  });

  test("pages lead from one to the next until nothing is left", async () => {
    const seen = new Set<string>();
    let next: string | null = "";
    while (next !== null) {
      const page = await get(`recent?limit=600&key=key_1${next && `&after=${next}`}`);
      for (const { id } of page.rows) seen.add(id);
      next = page.next;
    }
    expect(seen.size).toBe(1_500);
    expect((await get("recent?after=nonsense")).error.param).toBe("after");
  });

  test("an export holds every row, and nothing that a spreadsheet would run", async () => {
    const lines = (await get("export?format=jsonl")).trim().split("\n");
    expect(lines).toHaveLength(1_501);
    expect(JSON.parse(lines[0])).toMatchObject({ id: "evil", cost: 5, cachedTokens: null });
    const csv: string = await get("export?format=csv&key=key_2");
    expect(csv.startsWith("id,at,keyId,")).toBe(true);
    expect(csv).toContain(`"'=1+""2"",3"`);
  });
});

test("every route is in the description", () => {
  const nothing = {} as never;
  const routes = [...keyRoutes({ store: new KeyStore(nothing), keyring: nothing }), ...usageRoutes(nothing)];
  const { paths } = openApi(routes, { version: "1" });
  expect(Object.keys(paths as object)).toHaveLength(8);
});
