import { type ChildProcess, spawn } from "node:child_process";
import http from "node:http";
import { Duplex } from "node:stream";
import { accessOf } from "../../../sandbox/providers/docker/access.ts";
import { exchange, isSuccess, type Origin } from "../../../sandbox/providers/framework/http.ts";
import { persist } from "../../../sandbox/providers/framework/retry.ts";
import { documentIn } from "./answer.ts";
import { inTime, once, type Place } from "./place.ts";

/** A Docker Engine, wherever its access says that it is: over SSH as Docker's own command line goes there. */
export function dockerPlace(name: string, host: string): Place {
  const isFar = host.startsWith("ssh:");
  const tunnels = new Tunnels(host);
  const origin: Origin = isFar ? { url: "http://docker", agent: tunnels } : accessOf({ host });
  return {
    answer: async () => {
      const answer = await exchange(origin, { path: "/_ping", signal: inTime() });
      if (!isSuccess(answer)) documentIn(answer, "/_ping", name);
    },
    document: once(async (path) => documentIn(await persist(origin, { path, signal: inTime() }), path, name)),
    close: () => {
      origin.agent.destroy();
      tunnels.end();
    },
  };
}

/** Connections that are programs: ssh, which has the person's keys and settings, and Docker at its other end. */
class Tunnels extends http.Agent {
  readonly #target: URL;
  readonly #children = new Set<ChildProcess>();

  constructor(url: string) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#target = new URL(url);
  }

  override createConnection(): Duplex {
    const { hostname, port, username } = this.#target;
    const words = [
      ...["-o", "BatchMode=yes", "-o", "ConnectTimeout=8"],
      ...(username ? ["-l", username] : []),
      ...(port ? ["-p", port] : []),
      ...["--", hostname, "docker", "system", "dial-stdio"],
    ];
    const child = spawn("ssh", words, { stdio: ["pipe", "pipe", "pipe"] });
    this.#children.add(child);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(-500);
    });
    const connection = Duplex.from({ writable: child.stdin, readable: child.stdout });
    child.once("error", (error) => connection.destroy(error));
    child.once("close", () => {
      this.#children.delete(child);
      connection.destroy(new Error(said.trim().split("\n").at(-1) || "ssh has ended"));
    });
    return connection;
  }

  end(): void {
    for (const child of this.#children) child.kill();
  }
}
