import { execFile, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Refs } from "./refs.ts";

const run = promisify(execFile);

/** Whoever speaks Git over HTTP, and what opens the door there. */
export interface Remote {
  /** All that lies below it is told the token, and nobody else is. */
  base: string;
  token: string;
}

/** Git's own words on why it did not. */
export class GitProblem extends Error {}

const PATIENCE_MS = 45 * 60_000;
const MIB = 1024 * 1024;

/** A bare copy of a repository, between where it is from and where it goes. */
export class Copy {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#environment = environment;
  }

  static async at(folder: string, remotes: readonly Remote[]): Promise<Copy> {
    await mkdir(folder, { recursive: true });
    const copy = new Copy(folder, environmentFor(remotes, folder));
    await copy.#git("init", "--quiet", "--bare", "--initial-branch=main", ".");
    return copy;
  }

  /** Branches and tags there; the heads of pull requests belong to nobody here. */
  async refsAt(url: string): Promise<Refs> {
    const lines = await this.#git("ls-remote", "--heads", "--tags", "--refs", url);
    return new Map(
      lines
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.split("\t"))
        .map(([sha = "", ref = ""]) => [ref, sha]),
    );
  }

  /** All branches and tags, and only those that are there now. */
  async fetchAll(url: string): Promise<void> {
    const refs = ["+refs/heads/*:refs/source/heads/*", "+refs/tags/*:refs/source/tags/*"];
    await this.#git("fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", url, ...refs);
  }

  /** What only the other side has any more; under names that are never in each other's way. */
  async fetchOld(url: string, refs: readonly { ref: string; sha: string }[]): Promise<void> {
    for (const some of chunks(refs, 200))
      await this.#git(
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        url,
        ...some.map(({ ref, sha }) => `+${ref}:refs/kept/${sha}`),
      );
  }

  async push(url: string, changes: readonly { ref: string; sha?: string }[]): Promise<void> {
    for (const some of chunks(changes, 200))
      await this.#git(
        "push",
        "--quiet",
        "--force",
        "--no-verify",
        url,
        ...some.map(({ ref, sha = "" }) => `${sha}:${ref}`),
      );
  }

  async has(sha: string): Promise<boolean> {
    return this.#git("cat-file", "-e", sha).then(
      () => true,
      () => false,
    );
  }

  async contains(whole: string, part: string): Promise<boolean> {
    return this.#git("merge-base", "--is-ancestor", part, whole).then(
      () => true,
      () => false,
    );
  }

  /** The texts of all small files that are reached from these, and not from those. */
  async *smallFiles(from: readonly string[], not: readonly string[]): AsyncGenerator<string> {
    const walk = this.#start(
      "rev-list",
      "--objects",
      "--no-object-names",
      "--filter=blob:limit=1024",
      "--ignore-missing",
      "--stdin",
    );
    walk.stdin.end([...from, ...not.map((sha) => `^${sha}`)].join("\n"));
    const check = this.#start("cat-file", "--batch-check=%(objectname) %(objecttype)", "--buffer");
    walk.stdout.pipe(check.stdin);
    const blobs: string[] = [];
    for await (const line of createInterface({ input: check.stdout })) {
      const [sha = "", type] = line.split(" ");
      if (type === "blob") blobs.push(sha);
    }
    for (const some of chunks(blobs, 1_000)) yield* this.#texts(some);
  }

  async *#texts(blobs: readonly string[]): AsyncGenerator<string> {
    const read = this.#start("cat-file", "--batch", "--buffer");
    read.stdin.end(`${blobs.join("\n")}\n`);
    const pieces: Buffer[] = [];
    for await (const piece of read.stdout) pieces.push(piece);
    let rest = Buffer.concat(pieces);
    while (rest.length > 0) {
      const end = rest.indexOf("\n");
      const size = Number(rest.subarray(0, end).toString("latin1").split(" ")[2]);
      yield rest.subarray(end + 1, end + 1 + size).toString("latin1");
      rest = rest.subarray(end + 1 + size + 1);
    }
  }

  #start(...args: string[]) {
    return spawn("git", args, {
      cwd: this.#folder,
      env: this.#environment,
      stdio: ["pipe", "pipe", "ignore"],
    });
  }

  async #git(...args: string[]): Promise<string> {
    try {
      const options = {
        cwd: this.#folder,
        env: this.#environment,
        timeout: PATIENCE_MS,
        maxBuffer: 64 * MIB,
      };
      return (await run("git", args, options)).stdout;
    } catch (error) {
      const { stderr = "", message, killed } = error as Error & { stderr?: string; killed?: boolean };
      if (killed) throw new GitProblem(`git ${args[0]} took longer than ${PATIENCE_MS / 60_000} minutes`);
      throw new GitProblem(`git ${args[0]}: ${lastWords(stderr) || message}`);
    }
  }
}

/** Nothing of this machine's settings, no question to anybody, and tokens where no other user sees them. */
function environmentFor(remotes: readonly Remote[], home: string): NodeJS.ProcessEnv {
  const settings: [string, string][] = [
    ["protocol.allow", "never"],
    ["protocol.http.allow", "always"],
    ["protocol.https.allow", "always"],
    ["http.lowSpeedLimit", "1000"],
    ["http.lowSpeedTime", "120"],
    ["http.followRedirects", "initial"],
    ["gc.autoDetach", "false"],
    ...remotes.map(({ base, token }): [string, string] => [
      `http.${new URL(base).origin}/.extraHeader`,
      `Authorization: ${basic(token)}`,
    ]),
  ];
  return {
    PATH: process.env.PATH,
    HOME: home,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** All three take a token as the password, whatever the name. */
export function basic(token: string): string {
  return `Basic ${Buffer.from(`token:${token}`).toString("base64")}`;
}

function lastWords(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => /^(?:fatal|error|remote| ! )/.test(line));
  return (lines.at(-1) ?? stderr).trim().slice(0, 300);
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
