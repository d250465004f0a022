import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { GitHost } from "./git-host.ts";
import { serve } from "./serve.ts";

interface Stored {
  id: number;
  group: string;
  path: string;
  description: string;
  archived: boolean;
  default_branch: string;
}

export interface ForgeLike {
  url: string;
  host: GitHost;
  groups: string[];
  projects: Stored[];
  busy: number;
}

type Body = Record<string, unknown>;
type Answer = [status: number, body?: unknown];

/** What both have in common: groups, and repositories that Git finds below them. */
async function forgeLike(
  folder: string,
  token: string,
  isAllowed: (headers: Record<string, unknown>) => boolean,
  answer: (forge: ForgeLike, ask: { method: string; path: string; page: number; body: Body }) => Answer,
): Promise<ForgeLike> {
  const host = new GitHost(folder, token);
  const forge: ForgeLike = { url: "", host, groups: [], projects: [], busy: 0 };
  forge.url = await serve(async (request, response) => {
    const say = (status: number, body: unknown = {}, headers = {}) =>
      response.writeHead(status, headers).end(JSON.stringify(body));
    const url = new URL(request.url ?? "/", "http://forge");
    const project = forge.projects.find(({ group, path }) =>
      url.pathname.startsWith(`/${group}/${path}.git/`),
    );
    if (project?.archived && url.pathname.endsWith("receive-pack")) return say(403);
    if (await host.answer(request, response)) return undefined;
    if (forge.busy-- > 0) return say(429, { message: "Retry later" }, { "retry-after": "1" });
    if (!isAllowed(request.headers)) return say(401, { message: "401 Unauthorized" });
    const body = request.headers["content-type"] ? ((await json(request)) as Body) : {};
    const page = Number(url.searchParams.get("page") ?? 1);
    return say(...answer(forge, { method: request.method ?? "", path: url.pathname, page, body }));
  });
  host.url = forge.url;
  return forge;
}

function make(forge: ForgeLike, group: string, said: Body): Stored {
  const path = String(said.path ?? said.name);
  execFileSync("git", [
    "init",
    "--quiet",
    "--bare",
    "--initial-branch=main",
    join(forge.host.folder, group, `${path}.git`),
  ]);
  const id = forge.projects.length + 1;
  const project = {
    id,
    group,
    path,
    description: String(said.description),
    archived: false,
    default_branch: "main",
  };
  forge.projects.push(project);
  return project;
}

function point(forge: ForgeLike, project: Stored, branch: unknown): void {
  project.default_branch = String(branch);
  const git = join(forge.host.folder, project.group, `${project.path}.git`);
  execFileSync("git", ["-C", git, "symbolic-ref", "HEAD", `refs/heads/${branch}`]);
}

/** GitLab's API, as far as it is asked; what it does not know it refuses. */
export function gitlabLike(folder: string, token: string): Promise<ForgeLike> {
  const isAllowed = (headers: Record<string, unknown>) => headers["private-token"] === token;
  const shown = ({ id, path, description, archived, default_branch }: Stored) => ({
    id,
    path,
    description,
    archived,
    default_branch,
  });
  return forgeLike(folder, token, isAllowed, (forge, { method, path, page, body }) => {
    const at = `${method} ${path.replace("/api/v4", "")}`;
    const [, group] = /^GET \/groups\/([\w-]+)$/.exec(at) ?? [];
    if (group)
      return forge.groups.includes(group) ? [200, { id: forge.groups.indexOf(group), path: group }] : [404];
    if (at === "POST /groups") {
      if (!body.name || !body.path || body.visibility !== "private")
        return [400, { message: "path is missing" }];
      return [201, { id: forge.groups.push(String(body.path)) - 1, path: body.path }];
    }
    const [, listed] = /^GET \/groups\/(\d+)\/projects$/.exec(at) ?? [];
    if (listed)
      return [
        200,
        page > 1
          ? []
          : forge.projects.filter(({ group }) => group === forge.groups[Number(listed)]).map(shown),
      ];
    if (at === "POST /projects") {
      const group = forge.groups[Number(body.namespace_id)];
      if (group === undefined || /^[.-]|\.(git|atom)$/.test(String(body.path)))
        return [400, { message: "path is invalid" }];
      return [201, shown(make(forge, group, body))];
    }
    const [, id, rest = ""] = /^\w+ \/projects\/(\d+)(.*)$/.exec(at) ?? [];
    const project = forge.projects.find((each) => String(each.id) === id);
    if (!project) return [404, { message: "404 Not Found" }];
    if (method === "PUT" && rest === "") point(forge, project, body.default_branch);
    else if (at.endsWith("/archive")) project.archived = true;
    else if (at.endsWith("/unarchive")) project.archived = false;
    else if (method === "GET" && rest === "/protected_branches")
      return [200, [{ name: project.default_branch }]];
    else if (method !== "DELETE") return [404];
    return [200, shown(project)];
  });
}

/** Forgejo's API, the same. */
export function forgejoLike(folder: string, token: string): Promise<ForgeLike> {
  const isAllowed = (headers: Record<string, unknown>) => headers.authorization === `token ${token}`;
  const shown = ({ path, description, archived, default_branch }: Stored) => ({
    name: path,
    description,
    archived,
    default_branch,
  });
  return forgeLike(folder, token, isAllowed, (forge, { method, path, page, body }) => {
    const at = `${method} ${path.replace("/api/v1", "")}`;
    const [, organization, repos] = /^\w+ \/orgs\/([\w-]+)(\/repos)?$/.exec(at) ?? [];
    if (at === "POST /orgs") {
      if (!body.username) return [422, { message: "[UserName]: Required" }];
      forge.groups.push(String(body.username));
      return [201, { id: forge.groups.length }];
    }
    if (organization && !forge.groups.includes(organization)) return [404, { message: "org does not exist" }];
    if (organization && method === "GET" && !repos) return [200, { id: 1 }];
    if (organization && method === "GET")
      return [200, page > 1 ? [] : forge.projects.filter(({ group }) => group === organization).map(shown)];
    if (organization && method === "POST" && body.private === true)
      return [201, shown(make(forge, organization, body))];
    const [, group, name] = /^PATCH \/repos\/([\w-]+)\/([\w.-]+)$/.exec(at) ?? [];
    const project = forge.projects.find((each) => each.group === group && each.path === name);
    if (!project) return [404, { message: "Not Found" }];
    if (body.default_branch) point(forge, project, body.default_branch);
    if (typeof body.archived === "boolean") project.archived = body.archived;
    return [200, shown(project)];
  });
}
