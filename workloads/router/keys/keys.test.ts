import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { adminKey, Office, type OfficeSettings } from "../admin/testing/office.ts";
import { type Database, openDatabase } from "../database/index.ts";
import { type Databases, kinds, silent } from "../database/testing/databases.ts";
import { Postgres } from "../database/testing/postgres.ts";
import { apiKeys } from "./index.ts";

let folder: string;
const offices: Office[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keys-"));
});
afterEach(async () => {
  for (const office of offices.splice(0)) await office.close();
  rmSync(folder, { recursive: true });
});

async function open(database: Database, differs: Partial<OfficeSettings> = {}): Promise<Office> {
  const office = await Office.open({ database, folder, adminKey, ...differs });
  offices.push(office);
  return office;
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
    await database.sql.delete(apiKeys);
  });

  test("a key that was made works at once, with the rights that it was given", async () => {
    const office = await open(database);
    const limits = { requestsPerMinute: 5, budgetPerDay: 0.5 };
    const terms = { name: "phone", person: "ann", models: ["qwen*"], limits };
    const { status, body: made } = await office.ask("POST", "/admin/keys", adminKey, terms);
    expect(status).toBe(200);
    expect(made.secret).toMatch(/^sk-[\w-]{43}$/);
    expect(made.secret.startsWith(made.prefix)).toBe(true);
    expect((await office.ask("GET", "/me", made.secret)).body).toEqual({
      keyId: made.id,
      ...terms,
      admin: false,
      tools: [],
    });
    expect((await office.ask("GET", "/admin/keys", made.secret)).status).toBe(403);
  });

  test("a secret is never shown again, and is nowhere in the database or on disk", async () => {
    const office = await open(database);
    const { body: made } = await office.ask("POST", "/admin/keys", adminKey, { name: "phone" });
    const rows = JSON.stringify(await database.sql.select().from(apiKeys));
    const file = join(folder, "keys.json");
    await expect.poll(() => readFileSync(file, "utf8")).toContain(made.id);
    const { body: listed } = await office.ask("GET", "/admin/keys", adminKey);
    for (const text of [rows, readFileSync(file, "utf8"), JSON.stringify(listed)]) {
      expect(text).toContain(made.id);
      expect(text).not.toContain(made.secret);
    }
    expect(JSON.stringify(listed)).not.toMatch(/hash/i);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("a revoked key is refused from the next request on, and stays so", async () => {
    const office = await open(database);
    const { body: made } = await office.ask("POST", "/admin/keys", adminKey, { name: "phone" });
    const revoked = await office.ask("DELETE", `/admin/keys/${made.id}`, adminKey);
    expect(revoked.body).toMatchObject({ id: made.id, status: "revoked" });
    const { status, body } = await office.ask("GET", "/me", made.secret);
    expect([status, body.error.code]).toEqual([401, "revoked_api_key"]);
    expect((await office.ask("POST", `/admin/keys/${made.id}/rotate`, adminKey, {})).status).toBe(409);
  });

  test("after a rotation the new secret works, and the old one only as long as was asked", async () => {
    const office = await open(database);
    const { body: made } = await office.ask("POST", "/admin/keys", adminKey, { name: "phone" });
    const rotate = (graceSeconds: number) =>
      office.ask("POST", `/admin/keys/${made.id}/rotate`, adminKey, { graceSeconds });
    const { body: second } = await rotate(1);
    expect((await office.ask("GET", "/me", second.secret)).body.keyId).toBe(made.id);
    expect((await office.ask("GET", "/me", made.secret)).status).toBe(200);
    await sleep(1_050);
    expect((await office.ask("GET", "/me", made.secret)).body.error.code).toBe("rotated_api_key");
    const { body: third } = await rotate(0);
    expect((await office.ask("GET", "/me", second.secret)).status).toBe(401);
    expect((await office.ask("GET", "/me", third.secret)).status).toBe(200);
  });

  test("a key that has expired is refused, and says when", async () => {
    const office = await open(database);
    const expiresAt = new Date(Date.now() + 700).toISOString();
    const { body: made } = await office.ask("POST", "/admin/keys", adminKey, { name: "guest", expiresAt });
    expect((await office.ask("GET", "/me", made.secret)).status).toBe(200);
    await sleep(750);
    const { status, body } = await office.ask("GET", "/me", made.secret);
    expect(status).toBe(401);
    expect(body.error.message).toContain(expiresAt);
  });

  test("what is changed holds from the next request on, and the rest stays", async () => {
    const office = await open(database);
    const terms = { name: "phone", models: ["a"], limits: { requestsPerMinute: 1 } };
    const { body: made } = await office.ask("POST", "/admin/keys", adminKey, terms);
    await office.ask("PATCH", `/admin/keys/${made.id}`, adminKey, { models: ["b"], admin: true });
    const { body: me } = await office.ask("GET", "/me", made.secret);
    expect(me).toMatchObject({ name: "phone", models: ["b"], admin: true, limits: terms.limits });
    expect((await office.ask("GET", `/admin/keys/${made.id}`, made.secret)).body.id).toBe(made.id);
    expect((await office.ask("PATCH", `/admin/keys/${made.id}`, adminKey, {})).status).toBe(200);
  });

  test("bad input is told where it is bad", async () => {
    const office = await open(database);
    const cases = [
      [{}, "name"],
      [{ name: "x", limits: { requestsPerMinute: -1 } }, "limits.requestsPerMinute"],
      [{ name: "x", expiresAt: "tomorrow" }, "expiresAt"],
      [{ name: "x", expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
      [{ name: "x", modles: [] }, "modles"],
    ] as const;
    for (const [body, where] of cases) {
      const answer = await office.ask("POST", "/admin/keys", adminKey, body);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body.error)).toContain(where);
    }
    const unknown = await office.ask("GET", "/admin/keys/key_x", adminKey);
    expect([unknown.status, unknown.body.error.code]).toEqual([404, "key_not_found"]);
  });

  test("without an admin key and any key, whoever is at the machine itself needs none, but looks after nothing", async () => {
    const office = await open(database, { adminKey: undefined });
    await office.keyring.refresh();
    expect((await office.ask("GET", "/me")).body).toMatchObject({
      keyId: "anonymous",
      models: ["*"],
      tools: [],
      admin: false,
    });
    expect((await office.ask("GET", "/me", "sk-whatever-an-sdk-insists-on")).status).toBe(200);
    expect((await office.ask("GET", "/admin/keys")).status).toBe(403);
    const tunnelled = await fetch(`${office.url}/me`, { headers: { "cf-connecting-ip": "192.0.2.1" } });
    expect(tunnelled.status).toBe(401);
    const guarded = await open(database);
    expect((await guarded.ask("GET", "/me")).body.error.code).toBe("missing_api_key");
    expect((await guarded.ask("GET", "/me", "sk-wrong")).body.error.code).toBe("invalid_api_key");
  });
});

describe("with a database that several share", () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await Postgres.start();
  });
  afterAll(() => server.stop());

  test("a key that one router revokes is refused by the others within a moment", async () => {
    const url = await server.database();
    const databases = [1, 2].map(() => openDatabase({ url, folder: "", log: silent }));
    await Promise.all(databases.map(({ ready }) => ready));
    const [one, other] = await Promise.all(
      databases.map((database, n) => open(database, { folder: mkdtempSync(join(folder, `${n}-`)) })),
    );
    const { body: made } = (await one?.ask("POST", "/admin/keys", adminKey, { name: "phone" })) ?? {};
    const statusThere = async () => (await other?.ask("GET", "/me", made.secret))?.status;
    await expect.poll(statusThere, { interval: 20 }).toBe(200);
    await one?.ask("DELETE", `/admin/keys/${made.id}`, adminKey);
    await expect.poll(statusThere, { interval: 20, timeout: 1_000 }).toBe(401);
    await Promise.all(databases.map((database) => database.close()));
  });

  test("known keys work through an outage and a start within it; nothing fails with a 500", async () => {
    const url = await server.database();
    const before = openDatabase({ url, folder: "", log: silent });
    await before.ready;
    const first = await open(before);
    const { body: made } = await first.ask("POST", "/admin/keys", adminKey, { name: "phone" });
    await server.kill();
    expect((await first.ask("GET", "/me", made.secret)).status).toBe(200);
    const away = await first.ask("POST", "/admin/keys", adminKey, { name: "other" });
    expect([away.status, away.body.error.code]).toEqual([503, "database_away"]);
    await before.close();

    const during = openDatabase({ url, folder: "", log: silent });
    const second = await open(during);
    expect((await second.ask("GET", "/me", made.secret)).status).toBe(200);
    expect((await second.ask("GET", "/me", "sk-wrong")).status).toBe(401);
    const fresh = await open(during, { adminKey: undefined, folder: mkdtempSync(join(folder, "fresh-")) });
    expect((await fresh.ask("GET", "/me")).status).toBe(503);

    await server.resume();
    await during.ready;
    expect((await second.ask("POST", "/admin/keys", adminKey, { name: "other" })).status).toBe(200);
    await during.close();
  });
});
