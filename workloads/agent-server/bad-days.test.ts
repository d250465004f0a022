import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { validate } from "@readme/openapi-parser";
import { Registry } from "prom-client";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeLog } from "../kit/index.ts";
import type { Serving } from "../kit/web/index.ts";
import { start } from "./program.ts";
import { readSettings } from "./settings.ts";
import { Client } from "./testing/client.ts";
import { House } from "./testing/house.ts";
import { scripted } from "./testing/scripted.ts";

let house: House;
let database: string;
const copies: Serving[] = [];
const tools = { tools: ["mcp__desk__*"] };

beforeAll(async () => {
  house = await House.start();
});
afterAll(() => house.stop());
beforeEach(async () => {
  database = await house.postgres.database();
  house.upstream.behave = scripted();
  Object.assign(house.notebook, { pace: 0, shows: "nothing" });
});
afterEach(async () => {
  await Promise.all(copies.splice(0).map((copy) => copy.close()));
});

async function startCopy(more: Record<string, string> = {}): Promise<Serving> {
  const { read } = readSettings(house.settings(database, { AGENT_LEASE_SECONDS: "2", ...more }));
  const copy = await start(read, makeLog("silent"), new Registry());
  copies.push(copy);
  return copy;
}

const ready = (copy: Serving) =>
  expect.poll(async () => (await fetch(`${copy.url}/readyz`)).status).toBe(200);
const ada = new Client(() => copies.map(({ url }) => url));
const rows = (statement: string) => house.sql(database, statement);

test("a body of 50 MB, a wrong key and a wrong field are each refused in one sentence", async () => {
  const copy = await startCopy();
  await ready(copy);
  const status = await new Promise((resolve, reject) => {
    const headers = { authorization: "Bearer the-key-of-ada-is-long", "content-length": 50_000_000 };
    const asked = request(`${copy.url}/v1/runs`, { method: "POST", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on("error", reject);
    asked.write(Buffer.alloc(50_000_000, " "));
    asked.end();
  });
  expect(status).toBe(413);
  for (const key of ["the-key-of-eve-is-long", "", "the-key-of-ada-is-lon"]) {
    const refused = await new Client(() => [copy.url], key).ask("GET", "/v1/runs");
    expect(refused).toMatchObject({ status: 401, json: { error: { message: expect.any(String) } } });
  }
  const wrong = async (body: object) => {
    const { status, json } = await ada.ask("POST", "/v1/runs", body);
    return `${status} ${json.error.message}`;
  };
  expect(await wrong({})).toMatch(/^400 body\.input/);
  expect(await wrong({ input: "x", tools: ["rm -rf"] })).toMatch(/^400 body\.tools\.0: is no name of a tool/);
  expect(await wrong({ input: "x", tool: [] })).toMatch(/^400 body: .*"tool"/);
  expect(await wrong({ input: [{ content: "x" }] })).toMatch(/^400 body\.input/);
  // Deeper than the database reads.
  const deep = `{"input":[{"role":"user","content":${"[".repeat(200_000)}${"]".repeat(200_000)}}]}`;
  const asDeep = await ada.fetch("/v1/runs", { method: "POST", body: deep });
  expect([asDeep.status, await asDeep.text()]).toEqual([400, expect.stringContaining("nested")]);
  expect((await ada.ask("GET", "/v1/runs/17")).json.error.message).toBe("id: is no id of a run");
  expect(await rows("SELECT 1 FROM runs")).toEqual([]);
});

test("text of any characters goes through the database and back", async () => {
  await ready(await startCopy());
  house.notebook.shows = "zero \u0000, half \ud800, \u202ewols";
  const id = await ada.begin([`mcp__desk__look {"what":"\u{1f980} \\u0000"}`], {
    ...tools,
    instructions: "\u0000",
  });
  expect((await ada.until(id, "done", "failed")).reason).toBeNull();
});

test("the API is described as it is, and counted by route", async () => {
  const copy = await startCopy();
  await ready(copy);
  // biome-ignore lint/suspicious/noExplicitAny: what it is, is what is validated.
  const description = (await (await fetch(`${copy.url}/openapi.json`)).json()) as any;
  expect(await validate(description)).toMatchObject({ valid: true });
  expect(Object.keys(description.paths)).toContain("/v1/runs/{id}/steps/{number}/decision");
  const id = await ada.begin(["hello"]);
  await ada.until(id, "done");
  const figures = await (await fetch(`${copy.url}/metrics`)).text();
  expect(figures).toMatch(/agent_steps_total\{kind="model",outcome="ok"\} 1/);
  expect(figures).toMatch(/agent_runs_open\{state="queued"\} 0/);
});

test("a database that goes away in the middle of a step costs a 503 and no answer", async () => {
  const copy = await startCopy();
  await ready(copy);
  let answer = () => {};
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  house.upstream.behave = async (received) => {
    await slow;
    await scripted()(received);
  };
  const before = house.upstream.received.length;
  const id = await ada.begin(["hello"]);
  await expect.poll(() => house.upstream.received.length).toBe(before + 1);
  await house.postgres.kill();
  expect(await ada.ask("GET", `/v1/runs/${id}`)).toMatchObject({
    status: 503,
    json: { error: { message: expect.stringContaining("The database is away") } },
  });
  answer();
  await sleep(500);
  await house.postgres.resume();
  await expect.poll(async () => (await ada.run(id)).state).toBe("done");
  // Asked once, although its answer had to wait.
  expect(house.upstream.received.length).toBe(before + 1);
});

test("a copy that starts before its database waits for it", async () => {
  await house.postgres.kill();
  const copy = await startCopy();
  expect((await fetch(`${copy.url}/readyz`)).status).toBe(503);
  expect((await ada.ask("POST", "/v1/runs", { input: "hello" })).status).toBe(503);
  await house.postgres.resume();
  await ready(copy);
  await ada.until(await ada.begin(["hello"]), "done");
});

test("when the clock jumps, a copy whose lease is gone writes nothing, and no change is made twice", async () => {
  await ready(await startCopy({ AGENT_LEASE_SECONDS: "3600" }));
  house.notebook.pace = 4_000;
  const id = await ada.begin(['mcp__desk__note {"what":"jump"}', 'mcp__desk__look {"what":"after"}'], tools);
  await ada.until(id, "waiting");
  await ada.decide(id, 3, true);
  await expect.poll(() => house.notebook.notes.includes("jump")).toBe(true);
  // As if the server's clock had jumped by hours while the tool is at work: every lease has ended.
  await rows("UPDATE runs SET held_until = now() - interval '1 hour'");
  await startCopy({ AGENT_LEASE_SECONDS: "3600" });
  expect((await ada.until(id, "done")).answer).toMatch(
    /^I have seen: This call was interrupted.* \| nothing after$/,
  );
  expect((await ada.steps(id))[2]).toMatchObject({ state: "unknown", outcome: null });
  await sleep(4_100);
  // The first copy has its result by now, and may not write it.
  expect((await ada.steps(id))[2]).toMatchObject({ state: "unknown", outcome: null });
  expect(house.notebook.notes.filter((what) => what === "jump")).toHaveLength(1);
});

test("a copy that is told to stop gives its runs to another at once", async () => {
  const first = await startCopy({ AGENT_LEASE_SECONDS: "3600", DRAIN_SECONDS: "1" });
  await ready(first);
  house.upstream.behave = () => {};
  const [hanging, waiting] = [
    await ada.begin(["hello"]),
    await ada.begin(['mcp__desk__look {"what":"x"}'], tools),
  ];
  await ada.until(hanging, "running");
  await ada.until(waiting, "running");
  const events = ada.events(hanging);
  await events.next();
  house.upstream.behave = scripted();
  copies.pop();
  const closing = first.close();
  await ready(await startCopy());
  await ada.until(hanging, "done");
  await ada.until(waiting, "done");
  await closing;
  // The stream has ended, and not hung: whoever listened comes again.
  for await (const _ of events);
});

test("a run that every copy fails at is given up, with its last reason", async () => {
  await ready(await startCopy({ AGENT_TRIES: "2" }));
  house.upstream.behave = ({ response }) => void response.socket?.destroy();
  const id = await ada.begin(["hello"]);
  expect((await ada.until(id, "failed")).reason).toMatch(
    /^It was begun 2 times without getting on\. The router answers 5/,
  );
});
