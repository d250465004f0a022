import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { nodeOfImage } from "../program/testing/node.ts";
import { readerNamed } from "../testing/index.ts";

const SCRIPTS = new URL("scripts/", import.meta.url).pathname;
const restic = readerNamed("restic");

let node: string;
let folder: string;
const path = (...names: string[]) => join(folder, ...names);

beforeAll(async () => {
  node = await nodeOfImage();
}, 300_000);
beforeEach(() => {
  if (folder) rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), "sqlite-"));
  for (const each of ["disk", "dumps"]) mkdirSync(path(each));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the pods run, as they run it. */
function run(command: string[], env: Record<string, string> = {}) {
  const [program = "", ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: {
      PATH: String(process.env.PATH),
      TMPDIR: folder,
      SERVICE: "web",
      RESTIC_REPOSITORY: path("repository"),
      RESTIC_PASSWORD: "the-password",
      RESTIC_CACHE_DIR: path("cache"),
      DUMPS: path("dumps"),
      PATIENCE: "30",
      ...env,
    },
    encoding: "utf8",
  });
  return { status, said: stdout.trim(), complained: stderr.trim() };
}
const copy = (patience = "30") =>
  run([node, "--disable-warning=ExperimentalWarning", `${SCRIPTS}copy-sqlite.mjs`, path("disk")], {
    PATIENCE: patience,
  });
const shell = (script: string, args: string[] = [], env = {}) =>
  run(["sh", `${SCRIPTS}${script}`, ...args], env);

/** Asks a database something, in the words of Node.js. */
function ask(file: string, words: string): string {
  const program = `const { DatabaseSync } = require("node:sqlite"); const db = new DatabaseSync(${JSON.stringify(file)}); ${words}`;
  return execFileSync(node, ["--disable-warning=ExperimentalWarning", "-e", program], {
    encoding: "utf8",
  }).trim();
}
const ROWS = "console.log(db.prepare('SELECT count(*) AS rows FROM seen').get().rows)";
const SOUND = "console.log(db.prepare('PRAGMA integrity_check').get().integrity_check)";

/** Somebody who writes all the time, and a lot. */
async function writer(file: string) {
  const program = `
    const { DatabaseSync } = require("node:sqlite");
    const db = new DatabaseSync(${JSON.stringify(file)}, { timeout: 5000 });
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE seen (word TEXT); CREATE INDEX words ON seen (word); INSERT INTO seen VALUES ('the sentinel')");
    const insert = db.prepare("INSERT INTO seen VALUES (hex(randomblob(200)))");
    const write = () => { db.exec("BEGIN"); for (let row = 0; row < 200; row++) insert.run(); db.exec("COMMIT"); setImmediate(write); };
    write();
    setTimeout(() => console.log("writes"), 300);`;
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return async () => {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
}

test.skipIf(!restic)(
  "a database that is written to all the time comes back whole, as of one moment (apt install restic)",
  async () => {
    const database = path("disk", "home", "app.db");
    mkdirSync(path("disk", "home"));
    writeFileSync(path("disk", "notes.txt"), "beside it");
    const stop = await writer(database);
    try {
      expect(copy()).toEqual({ status: 0, said: "1 databases were copied, 0 could not be", complained: "" });
      expect(shell("backup.sh", [path("disk"), path("dumps")])).toMatchObject({ status: 0 });
    } finally {
      await stop();
    }
    const { mode } = statSync(database);
    rmSync(path("disk"), { recursive: true });
    rmSync(path("dumps"), { recursive: true });
    for (const each of ["disk", "dumps"]) mkdirSync(path(each));

    for (const each of ["disk", "dumps"])
      expect(shell("fetch.sh", [path(each)])).toMatchObject({ status: 0 });
    expect(shell("place-sqlite.sh")).toMatchObject({
      status: 0,
      said: expect.stringContaining(`${database} is as of`),
    });
    expect(readdirSync(path("disk", "home"))).toEqual(["app.db"]);
    expect(statSync(database).mode).toBe(mode);
    expect(ask(database, SOUND)).toBe("ok");
    expect(Number(ask(database, ROWS))).toBeGreaterThan(200);
    expect(existsSync(path("disk", "notes.txt"))).toBe(true);
  },
  120_000,
);

test("one that is locked for good, and one that is broken, are told; all others are copied", async () => {
  for (const name of ["sound.db", "locked.db", "broken.db"])
    ask(path("disk", name), "db.exec('CREATE TABLE seen (word TEXT); INSERT INTO seen VALUES (1)')");
  writeFileSync(path("disk", "broken.db"), `SQLite format 3\0${"nothing of the kind".repeat(300)}`);
  writeFileSync(path("disk", "text.db"), "no database at all");
  const locking = `const { DatabaseSync } = require("node:sqlite"); const db = new DatabaseSync(${JSON.stringify(path("disk", "locked.db"))}); db.exec("BEGIN EXCLUSIVE"); console.log("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", "-e", locking], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  try {
    expect(copy("1")).toEqual({ status: 0, said: "1 databases were copied, 2 could not be", complained: "" });
  } finally {
    child.kill("SIGKILL");
  }
  expect(readdirSync(path("dumps", path("disk")))).toEqual(["sound.db"]);
  if (!restic) return;
  // Kept all the same, and told: the job fails.
  const { status, complained, said } = shell("backup.sh", [path("disk"), path("dumps")]);
  expect(status).toBe(1);
  expect(said).toContain(`${path("disk")} is in snapshot`);
  expect(complained).toContain("locked.db (database is locked)");
  expect(complained).toContain("broken.db (file is not a database)");
}, 120_000);

test.skipIf(!restic)(
  "a snapshot that is named brings back what was kept in the same run with it, and no other",
  () => {
    const folders = [path("disk"), path("dumps")];
    const keep = (text: string) => {
      for (const each of folders) writeFileSync(join(each, "sentinel"), text);
      const { said } = shell("backup.sh", folders);
      return /is in snapshot ([0-9a-f]+)/.exec(said)?.[1] ?? "";
    };
    const first = keep("first");
    run(["sleep", "1.1"]); // runs are told apart by their second
    keep("second");
    for (const each of folders)
      expect(shell("fetch.sh", [each], { SNAPSHOT: first })).toMatchObject({ status: 0 });
    expect(
      execFileSync(
        "cat",
        folders.map((each) => join(each, "sentinel")),
        { encoding: "utf8" },
      ),
    ).toBe("firstfirst");
    expect(shell("fetch.sh", [path("disk")], { SNAPSHOT: "0badc0de" })).toMatchObject({
      status: 1,
      complained: expect.stringContaining("web: "),
    });
  },
  60_000,
);
