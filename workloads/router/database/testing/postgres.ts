import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Where Debian keeps its versions of PostgreSQL, side by side. */
const versions = "/usr/lib/postgresql";

interface User {
  uid?: number;
  gid?: number;
}

/** A PostgreSQL of one's own, on a Unix socket in a folder that goes with it. */
export class Postgres {
  readonly #programs: string;
  readonly #user: User;
  readonly #folder = mkdtempSync(join(tmpdir(), "postgres-"));
  #process: ChildProcess | undefined;

  static async start(): Promise<Postgres> {
    const server = new Postgres();
    await server.resume();
    return server;
  }

  private constructor() {
    this.#programs = installed();
    this.#user = unprivileged();
    const { uid, gid } = this.#user;
    if (uid !== undefined && gid !== undefined) chownSync(this.#folder, uid, gid);
    const args = [
      "--pgdata",
      this.#data,
      "--username",
      "postgres",
      "--auth",
      "trust",
      "--no-sync",
      "--encoding",
      "UTF8",
    ];
    execFileSync(join(this.#programs, "initdb"), args, { ...this.#user, cwd: this.#folder, stdio: "ignore" });
  }

  /** A new, empty database. */
  async database(): Promise<string> {
    const name = `test_${randomBytes(6).toString("hex")}`;
    await this.#ask(`CREATE DATABASE ${name}`);
    return this.#url(name);
  }

  /** As a crash or a pulled plug: every connection breaks, and nothing is said. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    // SIGKILL would leave the server's own children behind.
    child.kill("SIGQUIT");
    await once(child, "exit");
  }

  async resume(): Promise<void> {
    const settings = {
      listen_addresses: "",
      unix_socket_directories: this.#folder,
      fsync: "off",
      max_connections: "50",
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const args = ["-D", this.#data, ...options];
    this.#process = spawn(join(this.#programs, "postgres"), args, {
      ...this.#user,
      cwd: this.#folder,
      stdio: "ignore",
    });
    for (let attempt = 1; !(await this.#answers()); attempt += 1) {
      if (attempt === 200) throw new Error("PostgreSQL does not answer");
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.#folder, "data");
  }

  #url(database: string): string {
    return `postgres://postgres@${encodeURIComponent(this.#folder)}/${database}`;
  }

  #answers(): Promise<boolean> {
    return this.#ask("SELECT 1").then(
      () => true,
      () => false,
    );
  }

  async #ask(statement: string): Promise<void> {
    const client = new pg.Client(this.#url("postgres"));
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query(statement);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** The folder of the newest version's programs; Debian's package is installed where there is none. */
function installed(): string {
  const found = newest();
  if (found) return found;
  const root = process.getuid?.() === 0;
  const [program, ...args] = [...(root ? [] : ["sudo", "-n"]), "apt-get", "-o", "DPkg::Lock::Timeout=300"];
  try {
    execFileSync(program ?? "", [...args, "update"], { stdio: "ignore" });
    execFileSync(program ?? "", [...args, "install", "-y", "--no-install-recommends", "postgresql"], {
      stdio: "ignore",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  } catch {
    // Said below, for people who have no Debian too.
  }
  const now = newest();
  if (now) return now;
  throw new Error(
    `There is no PostgreSQL in ${versions}, and none could be installed: apt install postgresql`,
  );
}

function newest(): string | undefined {
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(versions, version, "bin"))
    .find((folder) => existsSync(join(folder, "postgres")));
}

/** PostgreSQL refuses to run as root; the package brings a user for it. */
function unprivileged(): User {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
