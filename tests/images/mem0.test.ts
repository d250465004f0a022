import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkout } from "../../scripts/setup/paths.mjs";
import { environmentOf, folderOf, whyNoPython } from "../../scripts/setup/python.mjs";
import { Models } from "./models.ts";

const KEY = "a-key-of-the-house-for-mem0";
const MODEL_KEY = "a-key-of-the-models";
const reason = whyNoPython("mem0");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return address && typeof address === "object" ? address.port : 0;
}

/** PostgreSQL with pgvector, in this process. */
async function database(port: number): Promise<() => Promise<void>> {
  const db = await PGlite.create({ extensions: { vector } });
  const server = new PGLiteSocketServer({ db, host: "127.0.0.1", port, maxConnections: 16 });
  await server.start();
  let isOver = false;
  const stop = async () => {
    if (isOver) return;
    isOver = true;
    await server.stop();
    await db.close();
  };
  onTestFinished(stop);
  return stop;
}

/** What its image runs, in the environment that its lock makes. */
function program(settings: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "mem0-"));
  writeFileSync(join(folder, "key"), KEY);
  const child = spawn(join(environmentOf("mem0"), "bin/python"), ["-m", "mem0_server"], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PYTHONPATH: [folderOf("mem0"), join(checkout, "workloads/python-kit")].join(":"),
      PYTHONDONTWRITEBYTECODE: "1",
      HOME: folder,
      MEM0_DIR: join(folder, "dir"),
      API_KEY_FILE: join(folder, "key"),
      HISTORY_DB_PATH: join(folder, "history/history.db"),
      ...settings,
    },
  });
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    output += text;
  });
  onTestFinished(async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  });
  return { child, output: () => output };
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  return code;
}

async function started() {
  const [port, databasePort, models] = await Promise.all([freePort(), freePort(), Models.start(MODEL_KEY)]);
  const stopDatabase = await database(databasePort);
  const { child, output } = program({
    PORT: String(port),
    POSTGRES_HOST: "127.0.0.1",
    POSTGRES_PORT: String(databasePort),
    POSTGRES_DB: "postgres",
    POSTGRES_USER: "postgres",
    POSTGRES_PASSWORD: "p@ss/word",
    POSTGRES_CONNECTIONS: "1",
    OPENAI_BASE_URL: models.url,
    OPENAI_API_KEY: MODEL_KEY,
  });
  const url = `http://127.0.0.1:${port}`;
  const end = performance.now() + 60_000;
  while (
    !(await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || performance.now() > end) expect.fail(output());
    await sleep(200);
  }
  const ask = async (method: string, path: string, body?: object | string, key = KEY) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: whatever a test asks of it
    return { status: response.status, body: (await response.json()) as any };
  };
  return { url, models, ask, child, output, stopDatabase };
}

const said = (content: string) => [{ role: "user", content }];
const texts = ({ body }: { body: { results: { memory: string }[] } }) =>
  body.results.map(({ memory }) => memory);

describe.skipIf(reason)(
  `mem0, as its image runs it (${reason ?? "with its real library"})`,
  { timeout: 120_000 },
  () => {
    test("remembers for each of them, finds it by its meaning, and forgets it", async () => {
      const { ask, models, child, output } = await started();
      models.facts = ["Ada likes green tea", "Ada lives in Turin"];
      const added = await ask("POST", "/memories", {
        user_id: "ada",
        messages: said("I like green tea. Oh, and I live in Turin"),
      });
      expect(added).toMatchObject({ status: 200, body: { results: [{ event: "ADD" }, { event: "ADD" }] } });
      await ask("POST", "/memories", {
        user_id: "grace",
        messages: said("Grace likes black tea"),
        infer: false,
      });
      expect(
        texts(await ask("POST", "/search", { user_id: "ada", query: "which tea likes Ada", top_k: 1 })),
      ).toEqual(["Ada likes green tea"]);
      expect(texts(await ask("GET", "/memories?user_id=grace"))).toEqual(["Grace likes black tea"]);
      expect(texts(await ask("GET", "/memories?user_id=nobody"))).toEqual([]);
      const [{ id }] = added.body.results;
      expect((await ask("PUT", `/memories/${id}`, { text: "Ada likes white tea" })).status).toBe(200);
      expect((await ask("GET", `/memories/${id}`)).body).toMatchObject({
        memory: "Ada likes white tea",
        user_id: "ada",
      });
      const history = (await ask("GET", `/memories/${id}/history`)).body as { event: string }[];
      expect(history.map(({ event }) => event).toSorted()).toEqual(["ADD", "UPDATE"]);
      expect((await ask("DELETE", `/memories/${id}`)).status).toBe(200);
      expect((await ask("GET", `/memories/${id}`)).status).toBe(404);
      expect((await ask("DELETE", "/memories?user_id=ada")).status).toBe(200);
      expect(texts(await ask("GET", "/memories?user_id=ada"))).toEqual([]);
      expect(texts(await ask("GET", "/memories?user_id=grace"))).toHaveLength(1);
      expect([...models.models].toSorted()).toEqual(["auto", "embeddings"]);
      expect(models.wrongs).toEqual([]);
      expect(await ended(child)).toBe(0);
      expect(output()).not.toMatch(/tea|Turin|a-key|p@ss/);
    });

    test("asks everybody for the key, and says what is wrong and what is down", async () => {
      const { url, ask, models, output, stopDatabase } = await started();
      expect((await ask("GET", "/memories?user_id=ada", undefined, "another-key-of-somebody")).status).toBe(
        401,
      );
      for (const path of ["/memories?user_id=ada", "/search"])
        expect((await fetch(url + path)).status).toBe(path === "/search" ? 405 : 401);
      for (const path of ["/docs", "/openapi.json", "/configure", "/reset"])
        expect((await ask("GET", path)).status).toBe(404);
      expect((await ask("GET", "/memories")).body.error.message).toBe(
        "Say whose: user_id, agent_id or run_id.",
      );
      expect((await ask("GET", "/memories?user=ada")).status).toBe(400);
      expect((await ask("POST", "/memories", "{")).body.error.code).toBe("invalid_json");
      expect(
        (await ask("POST", "/memories", { user_id: "ada", messages: [{ role: "god", content: "x" }] }))
          .status,
      ).toBe(400);
      expect((await ask("GET", "/memories/../etc")).status).toBe(404);
      expect((await ask("GET", "/memories/nonsense")).status).toBe(400);
      const nobodys = "00000000-0000-4000-8000-000000000000";
      expect((await ask("DELETE", `/memories/${nobodys}`)).status).toBe(404);
      expect(
        (await ask("POST", "/memories", { user_id: "a", messages: said("x".repeat(50 * 1024 * 1024)) }))
          .status,
      ).toBe(413);
      models.isBroken = true;
      const down = await ask("POST", "/memories", {
        user_id: "ada",
        messages: said("my password is hunter2"),
      });
      expect([down.status, down.body.error.message]).toEqual([
        502,
        expect.stringMatching(/^(The models do|Mem0 could)/),
      ]);
      models.isBroken = false;
      await stopDatabase();
      expect((await ask("GET", "/readyz", undefined)).body).toEqual({
        status: "waiting",
        reason: "the database does not answer",
      });
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect(output()).not.toContain("hunter2");
    });

    test("does not start with what is wrong, and names all of it", async () => {
      const { child, output } = program({
        HOST: "0.0.0.0",
        API_KEY_FILE: "",
        POSTGRES_PORT: "many",
        OPENAI_BASE_URL: "litellm",
      });
      await once(child, "exit");
      expect(child.exitCode).toBe(1);
      for (const each of ["POSTGRES_HOST", "POSTGRES_PORT", "OPENAI_BASE_URL", "OPENAI_API_KEY"])
        expect(output()).toContain(each);
    });
  },
);
