import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { RequestError } from "@octokit/request-error";
import * as z from "zod";
import { type Log, PeerProblem, reasonOf } from "../kit/index.ts";

export interface Repository {
  owner: string;
  name: string;
  defaultBranch: string;
  description: string;
}

export interface GitHubOptions {
  api: string;
  token: string;
  /** Seconds that may be waited where a limit says so. */
  longestWait: number;
  log: Log;
}

const repository = z.object({
  name: z.string().regex(/^[\w.-]{1,100}$/),
  owner: z.object({ login: z.string() }),
  default_branch: z.string(),
  description: z.string().nullable(),
});
const account = z.object({ login: z.string(), type: z.enum(["User", "Organization"]) });

const PatientOctokit = Octokit.plugin(paginateRest, retry, throttling);

/** Which repositories somebody has at GitHub, asked no faster than GitHub likes it. */
export class GitHub {
  readonly #octokit: InstanceType<typeof PatientOctokit>;

  constructor({ api, token, longestWait, log }: GitHubOptions) {
    const wait = (seconds: number) => {
      const isShort = seconds <= longestWait;
      log.warn(
        { seconds },
        isShort
          ? "GitHub wants to be asked later"
          : "GitHub wants to be asked so late that it is for another time",
      );
      return isShort;
    };
    this.#octokit = new PatientOctokit({
      baseUrl: api.replace(/\/$/, ""),
      auth: token,
      // What it would say by itself, it says past our log.
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      // Of limits the other plugin knows more: how long they last.
      retry: { doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
      throttle: { onRateLimit: wait, onSecondaryRateLimit: wait },
    });
  }

  async repositoriesOf(owner: string): Promise<Repository[]> {
    try {
      const found = await this.#octokit.paginate(await this.#listOf(owner), { per_page: 100 });
      const whose = owner.toLowerCase();
      return z
        .array(repository)
        .parse(found)
        .filter(({ owner }) => owner.login.toLowerCase() === whose)
        .map(({ name, default_branch, description }) => ({
          owner,
          name,
          defaultBranch: default_branch,
          description: description ?? "",
        }));
    } catch (error) {
      throw problemOf(error, owner);
    }
  }

  /** Of an account only its own token sees what is private. */
  async #listOf(owner: string): Promise<string> {
    const { type, login } = account.parse(
      (await this.#octokit.request("GET /users/{owner}", { owner })).data,
    );
    if (type === "Organization") return `GET /orgs/${login}/repos`;
    const me = await this.#octokit.request("GET /user").then(
      ({ data }) => account.parse(data).login,
      // The token of an application is nobody's.
      () => undefined,
    );
    return me === login ? "GET /user/repos?affiliation=owner" : `GET /users/${login}/repos`;
  }
}

function problemOf(error: unknown, owner: string): unknown {
  if (error instanceof z.ZodError)
    return new PeerProblem(
      `GitHub answers on ${owner}, but not as its API does: ${error.issues[0]?.message}.`,
    );
  if (!(error instanceof RequestError)) return error;
  const { status, message, response } = error;
  if (!response) return new PeerProblem(`GitHub does not answer: ${reasonOf(error)}.`);
  const why: Record<number, string> = {
    401: "it does not know this token: write another one into GITHUB_TOKEN_FILE",
    403: "this token may not ask so, or asked too often",
    404: `it knows nobody called ${owner}: mend GITHUB_OWNERS`,
    429: "it was asked too often",
  };
  return new PeerProblem(`GitHub answers ${status}: ${why[status] ?? message.slice(0, 200)}.`, { status });
}
