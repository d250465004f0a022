import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type * as z from "zod";
import { ask, askFor, PeerProblem, type Question } from "../../kit/index.ts";

/** The API of a cluster, asked as the account that Kubernetes gives to a pod, which changes its token by the hour. */
export class ClusterApi {
  readonly #url: string;
  readonly #folder: string;

  constructor(url: string, folder: string) {
    this.#url = url.replace(/\/$/, "");
    this.#folder = folder;
  }

  async get<Schema extends z.ZodType>(path: string, schema: Schema, signal: AbortSignal) {
    return askFor(await this.#question(path, signal), schema);
  }

  async post(path: string, body: object, signal: AbortSignal): Promise<void> {
    await ask({ ...(await this.#question(path, signal)), body });
  }

  async merge(path: string, body: object, signal: AbortSignal): Promise<void> {
    const { headers, ...question } = await this.#question(path, signal);
    const type = { "content-type": "application/merge-patch+json" };
    await ask({ ...question, method: "PATCH", headers: { ...headers, ...type }, body });
  }

  async #question(path: string, signal: AbortSignal): Promise<Question> {
    const [token, ca] = await Promise.all([this.#account("token"), this.#account("ca.crt")]);
    const headers = { authorization: `Bearer ${token.trim()}` };
    return { who: "The cluster", url: `${this.#url}${path}`, headers, ca, patience: 15_000, signal };
  }

  async #account(file: string): Promise<string> {
    try {
      return await readFile(join(this.#folder, file), "utf8");
    } catch (error) {
      const { code = "unreadable" } = error as NodeJS.ErrnoException;
      throw new PeerProblem(
        `${this.#folder} has no account to ask the cluster by (${code}): let the service reach its cluster.`,
      );
    }
  }
}
