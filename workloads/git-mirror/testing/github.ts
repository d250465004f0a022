import type { RequestListener } from "node:http";
import { GitHost } from "./git-host.ts";
import { serve } from "./serve.ts";

export interface Hub {
  url: string;
  host: GitHost;
  /** Names by their owners; whoever ends with "-company" is an organization. */
  repositories: Record<string, string[]>;
  defaultBranch: string;
  asked: string[];
  limits: (() => { status: number; headers: Record<string, string> } | undefined)[];
}

const PAGE = 2;

/** What it says of its two kinds of limits. */
const MESSAGES: Record<number, string> = {
  403: "API rate limit exceeded for user ID 1.",
  429: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
};

/** GitHub, as its REST API is published: accounts, lists of repositories in pages, and limits. */
export async function githubLike(folder: string, token: string): Promise<Hub> {
  const host = new GitHost(folder, token);
  const hub: Hub = { url: "", host, repositories: {}, defaultBranch: "main", asked: [], limits: [] };
  const answers: RequestListener = async (request, response) => {
    if (await host.answer(request, response)) return;
    const url = new URL(request.url ?? "/", hub.url);
    hub.asked.push(url.pathname);
    const say = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(body));
    const limit = hub.limits.shift()?.();
    if (limit) return say(limit.status, { message: MESSAGES[limit.status] }, limit.headers);
    if (request.headers.authorization !== `token ${token}`) return say(401, { message: "Bad credentials" });
    const account = (login: string) => ({
      login,
      type: login.endsWith("-company") ? "Organization" : "User",
    });
    const [, kind, name = "", list] = url.pathname.split("/");
    if (url.pathname === "/user") return say(200, account("ann"));
    if (kind === "users" && !list)
      return hub.repositories[name] ? say(200, account(name)) : say(404, { message: "Not Found" });
    const owner = url.pathname === "/user/repos" ? "ann" : name;
    if (list !== "repos" && url.pathname !== "/user/repos") return say(404, { message: "Not Found" });
    if (kind === "orgs" && !owner.endsWith("-company")) return say(404, { message: "Not Found" });
    const page = Number(url.searchParams.get("page") ?? 1);
    const all = (hub.repositories[owner] ?? []).map((each) => ({
      name: each,
      owner: { login: owner },
      default_branch: hub.defaultBranch,
      description: `What ${each} is`,
    }));
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    const more = all.length > page * PAGE;
    return say(200, all.slice((page - 1) * PAGE, page * PAGE), more ? { link: `<${next}>; rel="next"` } : {});
  };
  hub.url = await serve(answers);
  host.url = hub.url;
  return hub;
}
