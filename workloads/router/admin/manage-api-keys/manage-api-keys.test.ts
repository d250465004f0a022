import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Environment } from "../../../kit/index.ts";
import { openDatabase } from "../../database/index.ts";
import { silent } from "../../database/testing/databases.ts";
import { Postgres } from "../../database/testing/postgres.ts";
import { adminKey, Office } from "../testing/office.ts";
import { manageApiKeys } from "./index.ts";

let server: Postgres;
let folder: string;
let url: string;
beforeAll(async () => {
  server = await Postgres.start();
  folder = mkdtempSync(join(tmpdir(), "manage-"));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  url = await server.database();
});

/** Port 9 is where nobody listens. */
const alone = (): Environment => ({ DATABASE_URL: url, ROUTER_DATA_DIR: folder, PORT: "9" });

async function run(environment: Environment, ...args: string[]) {
  const [out, error]: [string[], string[]] = [[], []];
  const terminal = { out: (text: string) => out.push(text), error: (text: string) => error.push(text) };
  const status = await manageApiKeys(args, environment, terminal);
  return { status, out: out.join("\n"), error: error.join("\n") };
}

test("a key is made in the database itself, and the router that is started later knows it", async () => {
  const words = "create --name phone --person ann --models qwen*,auto --budget-day 0.5 --expires 30d --json";
  const made = JSON.parse((await run(alone(), ...words.split(" "))).out);
  const database = openDatabase({ url, folder, log: silent });
  await database.ready;
  const office = await Office.open({ database, folder, adminKey });
  await expect
    .poll(async () => (await office.ask("GET", "/me", made.secret)).body.models)
    .toEqual(["qwen*", "auto"]);
  expect(made.limits).toEqual({ budgetPerDay: 0.5 });
  expect(new Date(made.expiresAt).getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  await office.close();
  await database.close();
});

test("a running router is asked, and everything that can be done to a key can be done by its name", async () => {
  const database = openDatabase({ url, folder, log: silent });
  await database.ready;
  const office = await Office.open({ database, folder, adminKey });
  const there = { ROUTER_URL: office.url, ROUTER_ADMIN_KEY: adminKey };
  const made = await run(there, "create", "--name", "phone");
  const [secret = ""] = /sk-[\w-]{43}/.exec(made.out) ?? [];
  expect(made.out).toContain("shown this once");
  await run(there, "change", "phone", "--requests-per-minute", "7", "--admin");
  expect((await office.ask("GET", "/me", secret)).body).toMatchObject({
    admin: true,
    limits: { requestsPerMinute: 7 },
  });
  const rotated = JSON.parse((await run(there, "rotate", "phone", "--grace", "1h", "--json")).out);
  expect((await office.ask("GET", "/me", secret)).status).toBe(200);
  expect((await office.ask("GET", "/me", rotated.secret)).status).toBe(200);
  expect((await run(there, "list")).out).toMatch(
    /NAME.*\n.*phone \(admin\) +phone +sk-.* active .* 7 requests\/min/,
  );
  await run(there, "revoke", "phone");
  expect((await office.ask("GET", "/me", rotated.secret)).status).toBe(401);
  expect((await run(there, "list")).out).not.toContain(secret);
  const wrong = await run({ ...there, ROUTER_ADMIN_KEY: "another-key-altogether" }, "list");
  expect([wrong.status, wrong.error]).toEqual([
    1,
    expect.stringContaining("Is ROUTER_ADMIN_KEY the router's own?"),
  ]);
  await office.close();
  await database.close();
});

test("what makes no sense is told before anything is asked", async () => {
  const nowhere = { ROUTER_URL: "http://127.0.0.1:9" };
  const cases = [
    [["crate"], 2, 'There is no command "crate"; there are list, create'],
    [["create"], 2, "--name"],
    [["create", "--nam", "x"], 2, "--nam"],
    [["revoke"], 2, "Which key?"],
    [["list"], 1, "does not answer"],
  ] as const;
  for (const [args, status, message] of cases) {
    const result = await run(nowhere, ...args);
    expect([result.status, result.error]).toEqual([status, expect.stringContaining(message)]);
  }
  const twice = ["create", "--name", "phone"];
  await run(alone(), ...twice);
  await run(alone(), ...twice);
  expect((await run(alone(), "revoke", "phone")).error).toContain("2 keys are called");
  expect((await run(alone(), "create", "--name", "x", "--budget-day", "much")).error).toContain(
    "write a number",
  );
});

test("a database that does not answer is said, instead of waited for", async () => {
  const away = { ...alone(), DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" };
  const { status, error } = await run(away, "list");
  expect([status, error]).toEqual([1, expect.stringContaining("neither does the database")]);
}, 30_000);
