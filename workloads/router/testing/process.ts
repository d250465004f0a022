import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isObject, type JsonObject } from "../http/json.ts";

const program = fileURLToPath(new URL("../main.ts", import.meta.url));
const STARTS_WITHIN_MS = 60_000;

/** Those that a failed test has left: they must not outlive it. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export const adminKey = "sk-admin-of-the-tests";

/** The program itself, started as a user starts it, with a folder of its own. */
export class RouterProcess {
  readonly folder = mkdtempSync(join(tmpdir(), "router-"));
  url = "";
  #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #said = "";

  constructor(yaml: string, environment: NodeJS.ProcessEnv = {}) {
    this.configure(yaml);
    this.#environment = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: "0",
      ROUTER_ADMIN_KEY: adminKey,
      ROUTER_CONFIG: this.file,
      ROUTER_DATA_DIR: join(this.folder, "data"),
      ...environment,
    };
  }

  static async start(yaml: string, environment?: NodeJS.ProcessEnv): Promise<RouterProcess> {
    const router = new RouterProcess(yaml, environment);
    await router.start();
    return router;
  }

  get file(): string {
    return join(this.folder, "providers.yaml");
  }

  /** Everything that it has written until now. */
  get log(): string {
    return this.#said;
  }

  configure(yaml: string): void {
    writeFileSync(this.file, yaml);
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ["--import", "tsx", program], {
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    running.add(child);
    child.once("exit", () => running.delete(child));
    const before = this.#said.length;
    const hear = (text: Buffer) => {
      this.#said += text;
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    const deadline = Date.now() + STARTS_WITHIN_MS;
    for (;;) {
      const url = /"url":"(http:[^"]+)","msg":"the router serves"/.exec(this.#said.slice(before))?.[1];
      if (url) {
        this.url = url;
        return;
      }
      if (child.exitCode !== null) throw new Error(`the router ended with ${child.exitCode}:\n${this.#said}`);
      if (Date.now() > deadline) throw new Error(`the router did not start:\n${this.#said}`);
      await new Promise((later) => setTimeout(later, 20));
    }
  }

  /** Returns its exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    child.kill(signal);
    await once(child, "exit");
    return child.exitCode;
  }

  /** Stops it, and leaves nothing behind. */
  async remove(): Promise<void> {
    await this.stop("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs one of its commands: `keys list`. */
  async run(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
    const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
      env: { ...this.#environment, ROUTER_URL: this.url },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let error = "";
    child.stdout.on("data", (text) => {
      out += text;
    });
    child.stderr.on("data", (text) => {
      error += text;
    });
    await once(child, "close");
    return { code: child.exitCode, out, error };
  }

  async ask(method: string, path: string, body?: JsonObject, key = adminKey) {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = text.startsWith("{") ? JSON.parse(text) : {};
    return { status: response.status, headers: response.headers, text, json: isObject(json) ? json : {} };
  }
}
