import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { complaintOf, readerNamed } from "../testing/index.ts";
import type { Engine } from "./kept.ts";
import { backupScripts } from "./scripts.ts";
import { POSTGRESQL, serverIn } from "./testing/servers.ts";

const SCRIPTS = new URL("scripts/", import.meta.url).pathname;
const shellcheck = readerNamed("shellcheck");
const restic = readerNamed("restic");
/** The shell of restic's image, where this machine has it. */
const SHELL = readerNamed("busybox") ? ["busybox", "sh"] : ["sh"];
const AN_HOUR_AGO = new Date(Date.now() - 2 * 3_600_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "backup-"));
  // PostgreSQL runs as somebody else, and has to get through.
  chmodSync(folder, 0o711);
  for (const each of ["repositories", "disk", "dumps"]) mkdirSync(path(each));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (...names: string[]) => join(folder, ...names);
const repository = () => path("repositories", "web");

function settings(): Record<string, string> {
  return {
    PATH: `${POSTGRESQL ?? ""}:${process.env.PATH}`,
    TMPDIR: folder,
    HOME: folder,
    SERVICE: "web",
    RESTIC_REPOSITORY: repository(),
    RESTIC_PASSWORD: "the-password",
    RESTIC_CACHE_DIR: path("cache"),
    DUMPS: path("dumps"),
    PATIENCE: "30",
  };
}

interface Run {
  args?: string[];
  env?: Record<string, string>;
  shell?: string[];
}

/** What the pods run, as they run it. */
function run(script: string, { args = [], env = {}, shell = SHELL }: Run = {}) {
  const [program = "sh", ...before] = shell;
  const { status, stdout, stderr } = spawnSync(program, [...before, `${SCRIPTS}${script}`, ...args], {
    env: { ...settings(), ...env },
    encoding: "utf8",
  });
  return { status, said: stdout.trim(), complained: stderr.trim() };
}

const done = (said: string) => ({ status: 0, said: expect.stringContaining(said), complained: "" });
const refused = (why: string) => ({ status: 1, complained: expect.stringContaining(why) });

/** What somebody wrote an hour ago. */
function written(name: string, text: string | Buffer) {
  writeFileSync(path("disk", name), text);
  utimesSync(path("disk", name), AN_HOUR_AGO, AN_HOUR_AGO);
}

function snapshots(): number {
  const told = execFileSync("restic", ["snapshots", "--json"], { env: settings(), encoding: "utf8" });
  return JSON.parse(told).length;
}

/** Everything that one service has in the repository's packs. */
function packs(): string[] {
  return readdirSync(join(repository(), "data"), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));
}

test.skipIf(!shellcheck)("shellcheck reads every script (apt install shellcheck)", () => {
  for (const name of Object.keys(backupScripts).filter((each) => each.endsWith(".sh")))
    expect(
      complaintOf(shellcheck ?? "", ["--external-sources", `--source-path=${SCRIPTS}`, `${SCRIPTS}${name}`]),
    ).toBe("");
});

describe.skipIf(!restic)("files, by restic (apt install restic)", () => {
  test("come back as they were, after their disk is lost", () => {
    written("vault.txt", "the sentinel");
    written("with a space", "and a second");
    const disk = path("disk");
    expect(run("backup.sh", { args: [disk] })).toEqual(done(`${disk} is in snapshot`));
    rmSync(disk, { recursive: true });
    mkdirSync(disk);
    expect(run("fetch.sh", { args: [disk] })).toEqual(done(`${disk} is back`));
    expect(readFileSync(path("disk", "vault.txt"), "utf8")).toBe("the sentinel");
    expect(readFileSync(path("disk", "with a space"), "utf8")).toBe("and a second");
  }, 60_000);

  test("are pruned, read, copied out of the house, and tried; what is damaged is told, and hinders no other", () => {
    written("vault.txt", "the sentinel");
    run("backup.sh", { args: [path("disk")] });
    written("vault.txt", "of another");
    run("backup.sh", {
      args: [path("disk")],
      env: { SERVICE: "other", RESTIC_REPOSITORY: path("repositories", "other") },
    });
    writeFileSync(path("keys"), "web the-password\nother the-password\nnew the-password\n");
    const env = {
      KEYS: path("keys"),
      REPOSITORIES: path("repositories"),
      KEEP: "--keep-daily 7",
      OFFSITE: path("offsite"),
      EXERCISE: "today",
    };
    const kept = run("keep.sh", { env });
    expect(kept).toEqual(done("web: 1 files of"));
    expect(kept.said).toContain("new: was not backed up yet");
    expect(readdirSync(path("offsite"))).toEqual(["other", "web"]);

    for (const pack of packs()) {
      const bytes = readFileSync(pack);
      bytes.fill(0, 0, Math.floor(bytes.length / 2));
      rmSync(pack);
      writeFileSync(pack, bytes);
    }
    rmSync(path("cache"), { recursive: true });
    const damaged = run("keep.sh", { env });
    expect(damaged).toEqual({
      ...refused("not kept as they should be: web"),
      said: expect.stringContaining("other: is kept"),
    });
    expect(damaged.complained).toContain(`web: ${repository()} is damaged`);
    // What is outside of the house is as it was.
    const disk = path("disk");
    const back = { args: [disk], env: { RESTIC_REPOSITORY: path("offsite", "web") } };
    rmSync(disk, { recursive: true });
    mkdirSync(disk);
    expect(run("fetch.sh", back)).toEqual(done("is back"));
    expect(readFileSync(path("disk", "vault.txt"), "utf8")).toBe("the sentinel");
  }, 120_000);

  test("a wrong password, a repository that is away and a disk that is not mounted are each told in a line", () => {
    written("vault.txt", "the sentinel");
    const args = [path("disk")];
    run("backup.sh", { args });
    const before = snapshots();
    const wrong = run("backup.sh", { args, env: { RESTIC_PASSWORD: "not-this-one" } });
    expect(wrong).toMatchObject(refused(`web: the password does not open ${repository()}`));
    const away = { RESTIC_REPOSITORY: "rest:http://127.0.0.1:9/web/", PATIENCE: "3" };
    expect(run("backup.sh", { args, env: away })).toMatchObject(
      refused("web: rest:http://127.0.0.1:9/web/ is out of reach"),
    );
    expect(run("backup.sh", { args: [path("nowhere")] })).toMatchObject(
      refused(`web: ${path("nowhere")} is not mounted`),
    );
    expect(run("fetch.sh", { args: [path("disk")], env: { RESTIC_REPOSITORY: path("none") } })).toMatchObject(
      refused("there is no repository at"),
    );
    for (const each of [wrong]) expect(each.complained.split("\n")).toHaveLength(1);
    expect(wrong.complained).not.toContain("not-this-one");
    expect(snapshots()).toBe(before);
  }, 60_000);

  test("a full target is told, and what it held still comes back", () => {
    const small = path("repositories");
    const script = `mount -t tmpfs -o size=3m none ${small} &&
      ${SHELL.join(" ")} ${SCRIPTS}backup.sh ${path("disk")} &&
      head -c 8000000 /dev/urandom > ${path("disk", "large")} &&
      ! ${SHELL.join(" ")} ${SCRIPTS}backup.sh ${path("disk")} &&
      rm -f ${path("disk", "large")} && mkdir ${path("back")} &&
      ${SHELL.join(" ")} ${SCRIPTS}fetch.sh ${path("disk")} ${path("back")} && cat ${path("back", "vault.txt")}`;
    written("vault.txt", "the sentinel");
    const { status, stdout, stderr } = spawnSync(
      "unshare",
      ["--map-root-user", "--mount", "sh", "-c", script],
      {
        env: settings(),
        encoding: "utf8",
      },
    );
    expect({ status, stdout, stderr }).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/the sentinel$/),
      stderr: expect.stringMatching(/^web: \S+ is full: nothing new was kept/),
    });
  }, 120_000);
});

interface Database {
  engine: Engine;
  apt: string;
  program: string;
  client: string[];
  seed: string;
  ask: string;
}

const SENTINEL = "the-sentinel";
const databases: Database[] = [
  {
    engine: "postgresql",
    apt: "postgresql",
    program: "psql",
    client: ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", "postgres"],
    seed: `CREATE ROLE vault LOGIN PASSWORD 'x';\n\\! createdb --owner=vault "a vault"\n\\c "a vault"\nCREATE TABLE seen (word text);\nINSERT INTO seen VALUES ('${SENTINEL}');\n`,
    ask: `\\c "a vault"\nSELECT word || ' of ' || pg_get_userbyid(datdba) FROM seen, pg_database WHERE datname = current_database();\n`,
  },
  {
    engine: "mariadb",
    apt: "mariadb-server",
    program: "mariadbd",
    client: ["mariadb", "--user=root", "--batch", "--skip-column-names"],
    seed: `CREATE USER vault; CREATE DATABASE vault; CREATE TABLE vault.seen (word text); INSERT INTO vault.seen VALUES ('${SENTINEL}');`,
    ask: "SELECT concat(word, ' of ', user) FROM vault.seen, mysql.user WHERE user = 'vault';",
  },
  {
    engine: "redis",
    apt: "redis",
    program: "redis-server",
    client: ["redis-cli"],
    seed: `SET vault "${SENTINEL} of vault"\n`,
    ask: "GET vault\n",
  },
];

describe.each(databases)("$engine (apt install restic $apt)", ({ engine, program, client, seed, ask }) => {
  test.skipIf(!restic || !readerNamed(program))(
    "is dumped, lost, and there again as it was",
    async () => {
      const words = (text: string, env: Record<string, string>) => {
        const [first = "", ...rest] = client;
        const at = engine === "redis" ? ["-h", env.REDIS_HOST ?? "", "-p", env.REDIS_PORT ?? ""] : [];
        return execFileSync(first, [...rest, ...at], {
          input: text,
          env: { ...settings(), ...env },
          encoding: "utf8",
        }).trim();
      };
      const shell = ["sh"];
      const first = await serverIn(path("first"), engine);
      try {
        words(seed, first.env);
        expect(run(`dump-${engine}.sh`, { env: first.env, shell })).toMatchObject(done("dumped, as of"));
        expect(run("backup.sh", { args: [path("dumps")] })).toEqual(done("is in snapshot"));
      } finally {
        await first.stop();
      }
      rmSync(path("first"), { recursive: true });
      rmSync(path("dumps"), { recursive: true });
      mkdirSync(path("dumps"));

      expect(run("fetch.sh", { args: [path("dumps")] })).toEqual(done("is back"));
      mkdirSync(path("second"));
      if (engine === "redis")
        expect(run("place-redis.sh", { env: { DISK: path("second") }, shell }).status).toBe(0);
      const second = await serverIn(path("second"), engine);
      try {
        expect(run(`load-${engine}.sh`, { env: second.env, shell })).toMatchObject(done("restored, as of"));
        expect(words(ask, second.env)).toBe(`${SENTINEL} of vault`);
        // A dump that says another moment than it holds is not what it says.
        writeFileSync(path("dumps", "sentinel"), "2020-01-01T00:00:00Z\n");
        expect(run(`load-${engine}.sh`, { env: second.env, shell })).toMatchObject(
          refused("the sentinel is of"),
        );
        rmSync(path("dumps", "sentinel"));
        expect(run(`load-${engine}.sh`, { env: second.env, shell }).status).toBe(1);
      } finally {
        await second.stop();
      }
    },
    120_000,
  );

  test.skipIf(!restic || !readerNamed(program))("a server that does not answer is no backup", () => {
    const away = {
      PGHOST: "127.0.0.1",
      PGPORT: "9",
      PGUSER: "x",
      MYSQL_HOST: "127.0.0.1",
      MYSQL_TCP_PORT: "9",
      REDIS_HOST: "127.0.0.1",
      REDIS_PORT: "9",
    };
    const { status, complained } = run(`dump-${engine}.sh`, { env: away, shell: ["sh"] });
    expect(status).not.toBe(0);
    expect(complained).not.toBe("");
    expect(readdirSync(path("dumps"))).toEqual([]);
  });
});
