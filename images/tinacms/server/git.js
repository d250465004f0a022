import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PATIENCE_MS = 60_000;

/** A working copy of the repository in which the texts are. What cannot be pushed is not kept here either: who writes hears it. */
export class Repository {
  #turn = Promise.resolve();

  /** @param {{ folder: string, url: string, branch: string, token?: string }} at */
  constructor(at) {
    this.at = at;
  }

  /** As it is at its origin. Says which commit that is. */
  update() {
    return this.#inTurn(() => this.#update());
  }

  /**
   * Writes down what has changed, by one commit on top of whatever others have done meanwhile.
   * @param {string} message
   */
  publish(message) {
    return this.#inTurn(async () => {
      try {
        await this.#git("add", "--all");
        if ((await this.#git("status", "--porcelain")) === "") return;
        await this.#git("commit", "--quiet", "--message", message);
        await this.#git("pull", "--quiet", "--rebase", "origin", this.at.branch);
        await this.#git("push", "--quiet", "origin", `HEAD:${this.at.branch}`);
      } catch (problem) {
        await this.#git("rebase", "--abort").catch(() => {});
        await this.#git("reset", "--quiet", "--hard", `origin/${this.at.branch}`).catch(() => {});
        throw problem;
      }
    });
  }

  async #update() {
    const { folder, url, branch } = this.at;
    if (!existsSync(join(folder, ".git"))) {
      await this.#git("init", "--quiet", "--initial-branch", branch);
      await this.#git("remote", "add", "origin", url);
    }
    await this.#git("remote", "set-url", "origin", url);
    await this.#git("fetch", "--quiet", "--prune", "origin", branch);
    await this.#git("reset", "--quiet", "--hard", `origin/${branch}`);
    await this.#git("clean", "--quiet", "--force", "-d");
    return this.#git("rev-parse", "HEAD");
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #inTurn(work) {
    const done = this.#turn.then(work);
    this.#turn = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  /** @param {string[]} words */
  async #git(...words) {
    const { folder, token } = this.at;
    const login = Buffer.from(`x-access-token:${token}`).toString("base64");
    // By the environment: what a process was started with everybody sees.
    const secret = token && {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "http.extraHeader",
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${login}`,
    };
    const who = { GIT_AUTHOR_NAME: "TinaCMS", GIT_AUTHOR_EMAIL: "tinacms@localhost" };
    const committer = { GIT_COMMITTER_NAME: "TinaCMS", GIT_COMMITTER_EMAIL: "tinacms@localhost" };
    // Nobody's settings: least of all such as lie in the repository.
    const alone = { HOME: "/nonexistent", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
    const env = {
      PATH: process.env.PATH,
      ...alone,
      GIT_TERMINAL_PROMPT: "0",
      ...who,
      ...committer,
      ...secret,
    };
    try {
      const { stdout } = await run("git", words, { cwd: folder, env, timeout: PATIENCE_MS });
      return stdout.trim();
    } catch (problem) {
      const { stderr, message } = /** @type {Error & { stderr?: string }} */ (problem);
      const said = (stderr || message).trim().split("\n").at(-1)?.slice(0, 300);
      throw new Error(`git ${words[0]}: ${said}`);
    }
  }
}
