import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { partsOf } from "../../components/service/index.ts";
import { readerNamed } from "../../components/testing/index.ts";
import { mariadb } from "../../stacks/homelab/services/cloud/mariadb.ts";

const mariadbd = readerNamed("mariadbd");
const FILE = "/etc/mysql/databases.sql";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mariadb-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string) => join(folder, name);

/** What the server is told, with a password for everybody. */
function databases(generation: number): string {
  return partsOf(mariadb.files?.[FILE] ?? "")
    .map((part) => (typeof part === "object" && "secret" in part ? `${part.secret}-${generation}` : part))
    .join("");
}

function sql(user: string, password: string, statement: string) {
  const login = [`--socket=${path("socket")}`, `--user=${user}`, `--password=${password}`, "--batch"];
  return spawnSync("mariadb", [...login, "--execute", statement], { encoding: "utf8" });
}

/** Starts the server as its pod does, and ends it again. */
async function whileServing(generation: number, look: () => void): Promise<void> {
  writeFileSync(path("databases.sql"), databases(generation));
  const args = (mariadb.args ?? []).map((each) => String(each).replace(FILE, path("databases.sql")));
  const server = spawn(
    mariadbd ?? "",
    ["--no-defaults", "--user=root", "--skip-networking", `--datadir=${path("data")}`, ...args].concat(
      `--socket=${path("socket")}`,
      `--pid-file=${path("pid")}`,
    ),
  );
  const ended = once(server, "exit");
  try {
    for (let tries = 0; tries < 150 && sql("root", "", "SELECT 1").status !== 0; tries++) await sleep(100);
    look();
  } finally {
    server.kill("SIGTERM");
    await ended;
  }
}

describe.skipIf(!mariadbd)("MariaDB (apt install mariadb-server)", () => {
  beforeAll(() => {
    const install = ["--no-defaults", "--user=root", `--datadir=${path("data")}`, "--skip-test-db"];
    execFileSync("mariadb-install-db", install, { stdio: "ignore" });
  }, 60_000);

  test("has a database for each of its clients, which no other may enter", async () => {
    await whileServing(1, () => {
      expect(sql("nextcloud", "nextcloud-1", "CREATE TABLE nextcloud.files (id INT)")).toMatchObject({
        status: 0,
      });
      expect(sql("wordpress", "wordpress-1", "SELECT * FROM nextcloud.files").stderr).toContain("denied");
    });
  }, 60_000);

  test("takes a new password when it starts with one, and keeps what it has", async () => {
    await whileServing(2, () => {
      expect(sql("nextcloud", "nextcloud-1", "SELECT 1").stderr).toContain("denied");
      expect(sql("nextcloud", "nextcloud-2", "SELECT * FROM nextcloud.files").status).toBe(0);
    });
  }, 60_000);
});
