import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, readerNamed } from "../../testing/index.ts";
import type { Engine } from "../kept.ts";

/** A server of databases in a folder, and how its programs find it. */
export interface Server {
  env: Record<string, string>;
  stop(): Promise<void>;
}

const DEBIAN = "/usr/lib/postgresql";
/** Debian keeps its versions of PostgreSQL side by side, and out of the way. */
export const POSTGRESQL = existsSync(DEBIAN) ? join(DEBIAN, readdirSync(DEBIAN)[0] ?? "", "bin") : undefined;

/** Starts one on what lies in the folder; on nothing, it makes what it needs. */
export async function serverIn(folder: string, engine: Engine): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const port = String(await freePort());
  return START[engine](folder, port);
}

const START: Record<Engine, (folder: string, port: string) => Promise<Server>> = {
  postgresql: (folder, port) => {
    // It refuses to be root.
    const user = spawnSync("id", ["-u", "postgres"], { encoding: "utf8" });
    const uid = Number(user.stdout);
    const as = process.getuid?.() === 0 ? { uid, gid: uid } : {};
    if (as.uid) chownSync(folder, as.uid, as.uid);
    const bin = (program: string) => join(POSTGRESQL ?? "", program);
    const data = join(folder, "data");
    const init = ["--pgdata", data, "--username", "postgres", "--auth", "trust", "--no-sync"];
    if (!existsSync(data)) execFileSync(bin("initdb"), init, { ...as, cwd: folder, stdio: "ignore" });
    const env = { PGHOST: "127.0.0.1", PGPORT: port, PGUSER: "postgres" };
    const args = ["-D", data, "-p", port, "-c", `unix_socket_directories=${folder}`, "-c", "fsync=off"];
    const server = spawn(bin("postgres"), args, { ...as, cwd: folder, stdio: "ignore" });
    return answering(server, env, bin("pg_isready"), []);
  },
  mariadb: (folder, port) => {
    const data = join(folder, "data");
    const own = ["--no-defaults", "--user=root", `--datadir=${data}`];
    if (!existsSync(data)) {
      execFileSync("mariadb-install-db", [...own, "--auth-root-authentication-method=normal"], {
        stdio: "ignore",
      });
    }
    const at = [`--socket=${join(folder, "socket")}`, `--pid-file=${join(folder, "pid")}`, `--port=${port}`];
    const server = spawn(readerNamed("mariadbd") ?? "", [...own, ...at, "--bind-address=127.0.0.1"], {
      stdio: "ignore",
    });
    const env = { MYSQL_HOST: "127.0.0.1", MYSQL_TCP_PORT: port, MYSQL_PWD: "" };
    return answering(server, env, "mariadb", ["--user=root", "--execute=SELECT 1"]);
  },
  redis: (folder, port) => {
    const args = ["--port", port, "--dir", folder, "--appendonly", "yes", "--requirepass", "of-a-test"];
    const server = spawn("redis-server", args, { stdio: "ignore" });
    const env = { REDIS_HOST: "127.0.0.1", REDIS_PORT: port, REDISCLI_AUTH: "of-a-test" };
    return answering(server, env, "redis-cli", ["-h", "127.0.0.1", "-p", port, "ping"]);
  },
};

async function answering(
  server: ChildProcess,
  env: Record<string, string>,
  program: string,
  args: string[],
): Promise<Server> {
  const ended = once(server, "exit");
  for (let tries = 0; tries < 300; tries++) {
    const { status } = spawnSync(program, args, { env: { ...process.env, ...env } });
    if (status === 0) break;
    await sleep(100);
  }
  return {
    env,
    stop: async () => {
      server.kill("SIGTERM");
      await ended;
    },
  };
}
