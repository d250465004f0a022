import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../database/index.ts";
import { silent } from "../database/testing/databases.ts";
import { Postgres } from "../database/testing/postgres.ts";
import { Fault } from "../http/fault.ts";
import { DiskLedger } from "../usage/index.ts";
import { usage } from "../usage/testing/usage.ts";
import { LimitExchange } from "./exchange.ts";
import { type Caller, LimitBook } from "./index.ts";

let server: Postgres;
let folder: string;
beforeAll(async () => {
  server = await Postgres.start();
  folder = mkdtempSync(join(tmpdir(), "exchange-"));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** One of several routers that share a database. */
async function router(url: string) {
  const database = openDatabase({ url, folder: "", log: silent });
  const ledger = new DiskLedger({ folder: mkdtempSync(join(folder, "router-")), database, log: silent });
  const book = new LimitBook();
  await database.ready;
  const exchange = new LimitExchange({ book, database, ledger, log: silent });
  return {
    book,
    ledger,
    exchange,
    async close() {
      exchange.close();
      await ledger.close();
      await database.close();
    },
  };
}

const caller: Caller = {
  keyId: "key_1",
  name: "phone",
  person: "ann",
  admin: false,
  models: ["*"],
  tools: [],
  limits: { requestsPerMinute: 3, budgetPerMonth: 1 },
};

test("routers count together what they let in each", async () => {
  const url = await server.database();
  const [one, other] = await Promise.all([router(url), router(url)]);
  await Promise.all([one.exchange.sum(), other.exchange.sum()]);
  for (let n = 0; n < 3; n += 1) expect(one.book.admit(caller, 0)).not.toBeInstanceOf(Fault);
  const free = { ...caller, limits: { requestsPerMinute: 1_000 } };
  await expect
    .poll(
      () => {
        other.book.admit(free, 0);
        const probe = other.book.admit({ ...caller, limits: { requestsPerMinute: 3 } }, 0);
        return probe instanceof Fault && probe.details.code;
      },
      { timeout: 5_000 },
    )
    .toBe("requests_per_minute");
  await Promise.all([one.close(), other.close()]);
});

test("what was spent is known again after a restart", async () => {
  const url = await server.database();
  const before = await router(url);
  before.ledger.record(usage({ keyId: "key_1", cost: 1_000_000 }));
  before.ledger.record(usage({ keyId: "key_1", cost: 1_000_000, at: Date.now() - 70 * 86_400_000 }));
  await before.close();
  const after = await router(url);
  await after.exchange.sum();
  const answer = after.book.admit(caller, 0);
  expect(answer instanceof Fault && answer.details.code).toBe("budget_exceeded");
  expect(after.book.admit({ ...caller, limits: { budgetPerMonth: 1.5 } }, 0)).not.toBeInstanceOf(Fault);
  await after.close();
});
