import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
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
  const origin: Origin = isFar ? { url: "http://docker", agent: new Tunnels(host) } : accessOf({ host });
  return {
    answer: async () => {
      const answer = await exchange(origin, { path: "/_ping", signal: inTime() });
      if (!isSuccess(answer)) documentIn(answer, "/_ping", name);
    },
    document: once(async (path) => documentIn(await persist(origin, { path, signal: inTime() }), path, name)),
    close: () => origin.agent.destroy(),
  };
}

/** Connections that are programs: ssh, which has the person's keys and settings, and Docker at its other end. */
class Tunnels extends http.Agent {
  readonly #target: URL;

  constructor(url: string) {
    // A kept connection is asked for what only a socket can do.
    super({ keepAlive: false, maxSockets: 1 });
    this.#target = new URL(url);
  }

  override createConnection(): Duplex {
    const { hostname, port, username } = this.#target;
    return new Tunnel([
      ...["-o", "BatchMode=yes", "-o", "ConnectTimeout=8"],
      ...(username ? ["-l", username] : []),
      ...(port ? ["-p", port] : []),
      ...["--", hostname, "docker", "system", "dial-stdio"],
    ]);
  }
}

/** What ssh is told goes to the other end, and what it says came from there. It ends with the connection. */
class Tunnel extends Duplex {
  readonly #ssh: ChildProcessWithoutNullStreams;

  constructor(words: string[]) {
    super();
    this.#ssh = spawn("ssh", words);
    const { stdin, stdout, stderr } = this.#ssh;
    let said = "";
    stderr.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(-500);
    });
    stdout.on("data", (chunk) => this.push(chunk) || stdout.pause());
    // Whoever does not listen any more is told by the end of the program, with its reason.
    stdin.on("error", () => {});
    this.#ssh.once("error", (error) => this.destroy(error));
    this.#ssh.once("close", () => this.destroy(new Error(said.trim().split("\n").at(-1) || "ssh has ended")));
  }

  override _read(): void {
    this.#ssh.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#ssh.stdin.write(chunk, done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#ssh.kill();
    done(error);
  }
}
