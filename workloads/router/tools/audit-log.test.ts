import { asc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../database/index.ts";
import { type Databases, kinds, silent } from "../database/testing/databases.ts";
import { AuditLog, type ToolAudit, toolCalls } from "./index.ts";

const audit = (id: string): ToolAudit => ({
  id,
  at: 1_795_000_000_000 + Number(id),
  requestId: "request-1",
  keyId: "key-1",
  person: "marc",
  tool: "file_read",
  argumentHash: "a".repeat(64),
  argumentBytes: 24,
  resultBytes: 100,
  outcome: "ok",
  ms: 3,
});

describe.each(Object.entries(kinds))("on %s", (_, prepare) => {
  let databases: Databases;
  let database: Database;
  beforeAll(async () => {
    databases = await prepare();
    database = await databases.open();
  });
  afterAll(() => databases.stop());

  const rows = () => database.sql.select().from(toolCalls).orderBy(asc(toolCalls.at));

  test("every call is a row, once, as it was recorded", async () => {
    const log = new AuditLog(database, silent);
    const audits = ["1", "2", "3"].map(audit);
    for (const one of [...audits, ...audits]) log.record(one);
    await expect.poll(rows, { timeout: 5_000 }).toEqual(audits);
    await log.close();
  });

  test("closing writes what still waits", async () => {
    const log = new AuditLog(database, silent);
    log.record(audit("4"));
    await log.close();
    expect((await rows()).at(-1)).toEqual(audit("4"));
  });
});
