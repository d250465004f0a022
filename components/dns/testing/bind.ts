import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Lab } from "../../lab/index.ts";
import type { SetupText } from "../../setup/index.ts";
import { nameServerSetup } from "../name-server.ts";
import { BIND_PORT } from "../transfer.ts";

/** A name server of a lab, as its setup makes it, in a folder of its own and at a port of this machine. */
export class Bind {
  readonly #folder = mkdtempSync(join(tmpdir(), "bind-"));
  readonly #ports: Record<string, number>;
  readonly #machine: string;
  readonly port: number;
  #process: ChildProcess | undefined;
  #said = "";

  /** The ports that stand in the places of the addresses of the lab: BIND listens only where an interface has one. */
  constructor(machine: string, lab: Lab, ports: Record<string, number>) {
    this.#machine = machine;
    this.#ports = ports;
    this.port = ports[lab.inventory.machines[machine]?.lan ?? ""] ?? 0;
    for (const folder of ["/etc/bind/zones", "/var/lib/bind", "/var/cache/bind", "/run/named"])
      mkdirSync(this.path(folder), { recursive: true });
    this.declare(lab);
  }

  path(path: string): string {
    return join(this.#folder, path);
  }

  /** Writes what the lab says now. */
  declare(lab: Lab): void {
    for (const [path, { text }] of Object.entries(nameServerSetup(this.#machine, lab).files ?? {})) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), path.endsWith(".conf") ? this.#moved(filled(text)) : filled(text), {
        mode: 0o755,
      });
    }
  }

  /** Does what the setup's commands do: serves what is declared, and lets BIND read it. */
  publish(): string {
    const { status, stderr } = spawnSync(
      this.path("/usr/local/sbin/publish-zones"),
      [this.path("/etc/bind/zones"), this.path("/var/lib/bind")],
      { encoding: "utf8", env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } },
    );
    this.#process?.kill("SIGHUP");
    return status === 0 ? "" : stderr || `publish-zones ended with ${status}`;
  }

  async start(named: string): Promise<void> {
    const started = spawn(named, ["-g", "-4", "-n", "1", "-c", this.path("/etc/bind/named.conf")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#process = started;
    started.stderr.on("data", (chunk: Buffer) => {
      this.#said += chunk;
    });
    await this.until(() => this.#said.includes("all zones loaded"));
  }

  /** Waits for something, or throws with BIND's own words. */
  async until(holds: () => boolean): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (holds()) return;
      await pause(50);
    }
    throw new Error(`waited in vain; BIND said:\n${this.#said}`);
  }

  async stop(): Promise<void> {
    const running = this.#process;
    if (running && running.exitCode === null) {
      const ended = new Promise((resolve) => running.once("exit", resolve));
      running.kill("SIGTERM");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #moved(conf: string): string {
    const own = Object.entries(this.#ports).reduce(
      (text, [address, port]) =>
        text
          .replaceAll(`port ${BIND_PORT} { 127.0.0.1; ${address}; }`, `port ${port} { 127.0.0.1; }`)
          .replaceAll(`${address} port ${BIND_PORT}`, `127.0.0.1 port ${port}`)
          .replaceAll(`source ${address};`, "source 127.0.0.1;"),
      conf,
    );
    // BIND would ask the world for its keys, and write its process id where only root may.
    return own
      .replaceAll('"/', `"${this.#folder}/`)
      .replace("dnssec-validation auto", "dnssec-validation no")
      .replace(
        "options {",
        `controls { };\noptions {\n\tpid-file none;\n\tsession-keyfile none;\n\tempty-zones-enable no;`,
      );
  }
}

/** What a server answers, line by line; empty where it refuses. */
export function dig({ port }: Bind, ...question: string[]): string[] {
  const args = ["-p", String(port), "@127.0.0.1", "+short", "+time=2", "+tries=1", ...question];
  const { stdout } = spawnSync("dig", args, { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "" && !line.startsWith(";"));
}

/** Its one secret is the key of the name servers: any 44 letters are one. */
function filled(text: SetupText): string {
  return text.map((part) => (typeof part === "string" ? part : "s3cret".padEnd(44, "x"))).join("");
}
