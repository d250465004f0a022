import { answered, forgeFault, unlessGone, unreachable } from "./fault.ts";
import type { Comment, PullRequest } from "./forge.ts";

/** How a forge other than GitHub calls things; they all have the same five. */
interface Dialect {
  headers: Record<string, string>;
  pull: string;
  open: string;
  comments: string;
  comment: (id: number) => string;
  change: "PATCH" | "PUT";
  /** Who a job is that may not ask. */
  job: string;
}

interface Account {
  login?: string;
  username?: string;
}

interface Told {
  id: number;
  body: string;
  user?: Account;
  author?: Account;
}

export interface RestArgs {
  api: string;
  token: string;
  /** `owner/name`, or the number of a project of GitLab's. */
  repository: string;
  number: number;
}

const PAGE = 50;

export function gitLabMergeRequest(args: RestArgs): PullRequest {
  const pull = `/projects/${encodeURIComponent(args.repository)}/merge_requests/${args.number}`;
  return restPullRequest(args, `${args.repository}!${args.number}`, {
    headers: { "private-token": args.token },
    pull,
    open: "opened",
    comments: `${pull}/notes?sort=asc&order_by=created_at`,
    comment: (id) => `${pull}/notes/${id}`,
    change: "PUT",
    job: "gitlab-ci-token",
  });
}

export function forgejoPullRequest(args: RestArgs): PullRequest {
  const repo = `/repos/${args.repository}`;
  return restPullRequest(args, `${args.repository}#${args.number}`, {
    headers: { authorization: `token ${args.token}` },
    pull: `${repo}/pulls/${args.number}`,
    open: "open",
    comments: `${repo}/issues/${args.number}/comments`,
    comment: (id) => `${repo}/issues/comments/${id}`,
    change: "PATCH",
    job: "forgejo-actions",
  });
}

function restPullRequest({ api }: RestArgs, name: string, dialect: Dialect): PullRequest {
  const ask = async <T>(asked: string, path: string, method = "GET", body?: string): Promise<T> => {
    try {
      const answer = await fetch(`${api}${path}`, {
        method,
        headers: { ...dialect.headers, "content-type": "application/json" },
        signal: AbortSignal.timeout(30_000),
        ...(body !== undefined && { body: JSON.stringify({ body }) }),
      });
      const type = answer.headers.get("content-type") ?? "";
      if (answer.ok && answer.status === 204) return undefined as T;
      if (answer.ok && /json/.test(type)) return (await answer.json()) as T;
      const { message = "" } = /json/.test(type) ? ((await answer.json()) as { message?: unknown }) : {};
      const retryAfter = answer.headers.get("retry-after") ?? undefined;
      throw forgeFault(asked, name, { status: answer.status, message: String(message), type, retryAfter });
    } catch (error) {
      throw unreachable(asked, name, api, error);
    }
  };
  return {
    name,
    isOpen: async () =>
      (await ask<{ state: string }>("reading the pull request", dialect.pull)).state === dialect.open,
    self: () =>
      ask<Account>("asking who we are", "/user").then(
        ({ login, username }) => login ?? username ?? dialect.job,
        () => dialect.job,
      ),
    async comments() {
      const all: Comment[] = [];
      const page = (number: number) =>
        `${dialect.comments}${dialect.comments.includes("?") ? "&" : "?"}page=${number}&per_page=${PAGE}&limit=${PAGE}`;
      for (let number = 1; ; number++) {
        const more = await ask<Told[]>("reading the comments", page(number));
        const known = new Set(all.map(({ id }) => id));
        const news = more.filter(({ id }) => !known.has(id));
        all.push(...news.map(commentOf));
        // Forgejo gives all comments at once, whatever page is asked for.
        if (more.length < PAGE || news.length === 0) return all;
      }
    },
    async create(body) {
      const path = dialect.comments.split("?")[0] ?? "";
      return commentOf(answered(await ask<Told>("writing the comment", path, "POST", body), "id"));
    },
    update: (id, body) => ask("writing the comment anew", dialect.comment(id), dialect.change, body),
    remove: (id) => unlessGone(ask("removing a comment", dialect.comment(id), "DELETE")),
  };
}

function commentOf({ id, body, user, author }: Told): Comment {
  const { login, username = "" } = user ?? author ?? {};
  return { id, body, author: login ?? username };
}
