import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { bundle } from "../../components/program/index.ts";
import { Client } from "../../workloads/agent-server/testing/client.ts";
import { House } from "../../workloads/agent-server/testing/house.ts";
import { scripted } from "../../workloads/agent-server/testing/scripted.ts";

const COPIES = 3;
const KILLS = 30;
/** Until a kill comes, in milliseconds: from before a copy serves until it is in the middle of many steps. */
const LONGEST = 1_500;
const RUNS = 12;
const CHANGES = 4;

/** One copy, started anew whenever it is killed. */
class Copy {
  url: string | undefined;
  said = "";
  readonly #program: string;
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess;

  constructor(program: string, environment: NodeJS.ProcessEnv) {
    this.#program = program;
    this.#environment = environment;
    this.#process = this.#start();
  }

  async killed(): Promise<void> {
    this.end();
    await new Promise((resolve) => this.#process.once("close", resolve));
    this.#process = this.#start();
  }

  end(): void {
    this.url = undefined;
    this.#process.kill("SIGKILL");
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [this.#program], {
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let line = "";
    child.stdout.on("data", (chunk) => {
      line += chunk;
      this.url ??= child.killed ? undefined : /"url":"(http:[^"]+)","msg":"serves"/.exec(line)?.[1];
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        this.said += chunk;
      });
    }
    return child;
  }
}

let house: House;
const copies: Copy[] = [];
beforeAll(async () => {
  house = await House.start();
});
afterEach(() => {
  for (const copy of copies.splice(0)) copy.end();
});
afterAll(() => house.stop());

test("three copies, killed thirty times at random, finish every run and take no step twice", {
  timeout: 280_000,
}, async () => {
  const folder = mkdtempSync(join(house.folder, "app-"));
  for (const [file, text] of Object.entries((await bundle("agent-server")).start))
    writeFileSync(join(folder, file), text);
  house.upstream.behave = scripted({ pace: 40 });
  house.notebook.pace = 60;
  const database = await house.postgres.database();
  const more = { AGENT_LEASE_SECONDS: "1", AGENT_TRIES: "100" };
  const environment = { PATH: process.env.PATH, ...house.settings(database, more) };
  const program = join(folder, "agent-server.mjs");
  for (let count = 0; count < COPIES; count += 1) copies.push(new Copy(program, environment));

  // A copy that is killed while it is asked: a person asks again, of whoever is there.
  const client = new Client(() => copies.flatMap(({ url }) => url ?? []));
  const again = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
      try {
        return await ask();
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  };
  const asked = async (method: string, path: string, body?: object, headers?: Record<string, string>) =>
    again(async () => {
      const answer = await client.ask(method, path, body, headers);
      if (answer.status >= 500) throw new Error(`${path} answers ${answer.status}`);
      return answer.json;
    });
  const scriptOf = (run: number) =>
    Array.from(
      { length: CHANGES },
      (_, n) => `mcp__desk__look {"what":"${run}.${n}"} & mcp__desk__note {"what":"${run}.${n}"}`,
    ).join("\n");

  const ids: string[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const task = { input: scriptOf(run), tools: ["mcp__desk__*"] };
    ids.push((await asked("POST", "/v1/runs", task, { "idempotency-key": `run-${run}` })).id);
  }
  let isOver = false;
  const leave = (async () => {
    while (!isOver) {
      const { runs } = await asked("GET", "/v1/runs?state=waiting");
      for (const { id } of runs) {
        const { waiting } = await asked("GET", `/v1/runs/${id}`);
        for (const number of waiting)
          await asked("POST", `/v1/runs/${id}/steps/${number}/decision`, { approve: true });
      }
      await sleep(50);
    }
  })();
  let amidWork = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(Math.random() * LONGEST);
    const held = await house.sql(database, "SELECT FROM runs WHERE state = 'running'");
    if (held.length > 0) amidWork += 1;
    await copies[Math.floor(Math.random() * COPIES)]?.killed();
  }
  for (const id of ids) {
    const run = async () => (await asked("GET", `/v1/runs/${id}`)).state;
    await expect.poll(run, { timeout: 90_000, interval: 200 }).toBe("done");
  }
  isOver = true;
  await leave;

  const happened = new Map<string, number>();
  for (const what of house.notebook.notes) happened.set(what, (happened.get(what) ?? 0) + 1);
  let unknown = 0;
  for (const [run, id] of ids.entries()) {
    const { steps } = await asked("GET", `/v1/runs/${id}/steps`);
    const kinds = Array.from({ length: CHANGES }, () => ["model", "tool", "tool"]).flat();
    expect(steps.map(({ kind }: { kind: string }) => kind)).toEqual(["input", ...kinds, "model"]);
    const notes = steps.filter(({ call }: { call?: { name: string } }) => call?.name === "mcp__desk__note");
    for (const [n, { state }] of notes.entries()) {
      const times = happened.get(`${run}.${n}`) ?? 0;
      if (state === "done") expect([run, n, times]).toEqual([run, n, 1]);
      else expect([state, times <= 1]).toEqual(["unknown", true]);
      if (state === "unknown") unknown += 1;
    }
  }
  expect(unknown).toBeLessThan(RUNS * CHANGES);
  expect(copies.map(({ said }) => said).join("")).not.toMatch(/"level":50/);
  expect(amidWork).toBeGreaterThan(0);
});
