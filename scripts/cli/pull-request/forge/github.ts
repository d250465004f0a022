import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { RequestError } from "@octokit/request-error";
import { answered, forgeFault, unlessGone, unreachable } from "./fault.ts";
import type { PullRequest } from "./forge.ts";

const Client = Octokit.plugin(paginateRest, retry);

export interface GitHubArgs {
  api: string;
  token: string;
  /** `owner/name`. */
  repository: string;
  number: number;
}

export function gitHubPullRequest({ api, token, repository, number }: GitHubArgs): PullRequest {
  const [owner = "", repo = ""] = repository.split("/");
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const client = new Client({ auth: token, baseUrl: api, log: silent, request: { retries: 2 } });
  const name = `${repository}#${number}`;
  const asking = async <T>(asked: string, request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof RequestError) || !error.response) throw unreachable(asked, name, api, error);
      const { status, headers, data } = error.response;
      throw forgeFault(asked, name, {
        status,
        message: (data as { message?: string } | undefined)?.message ?? "",
        type: String(headers["content-type"] ?? ""),
        retryAfter: headers["retry-after"]?.toString(),
      });
    }
  };
  const at = { owner, repo };
  return {
    name,
    isOpen: () =>
      asking("reading the pull request", async () => {
        const { data } = await client.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...at,
          pull_number: number,
        });
        return answered(data, "state").state === "open";
      }),
    // The token of a job is nobody's own, and is refused here.
    self: () =>
      client.request("GET /user").then(
        ({ data }) => data.login,
        () => "github-actions[bot]",
      ),
    comments: () =>
      asking("reading the comments", async () => {
        const all = await client.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
          ...at,
          issue_number: number,
          per_page: 100,
        });
        return all.map(({ id, body, user }) => ({
          id: Number(id),
          body: body ?? "",
          author: user?.login ?? "",
        }));
      }),
    create: (body) =>
      asking("writing the comment", async () => {
        const { data } = await client.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
          ...at,
          issue_number: number,
          body,
        });
        return { id: Number(answered(data, "id").id), body, author: data.user?.login ?? "" };
      }),
    update: (comment_id, body) =>
      asking("writing the comment anew", async () => {
        await client.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
          ...at,
          comment_id,
          body,
        });
      }),
    remove: (comment_id) =>
      unlessGone(
        asking("removing a comment", async () => {
          await client.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
            ...at,
            comment_id,
          });
        }),
      ),
  };
}
