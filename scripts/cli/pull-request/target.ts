import { readFileSync } from "node:fs";
import { exits, Stop } from "../exits.ts";
import type { PullRequest } from "./forge/forge.ts";
import { gitHubPullRequest } from "./forge/github.ts";
import { forgejoPullRequest, gitLabMergeRequest } from "./forge/rest.ts";

export const forges = ["github", "gitlab", "forgejo"] as const;

/** Where the comment goes, as a job of that forge is told by its environment; a person says it by options. */
export interface Target {
  forge: (typeof forges)[number];
  api: string;
  token: string;
  repository: string;
  number: number;
}

export interface Said {
  forge?: Target["forge"];
  repository?: string;
  number?: string;
}

export function targetFrom(said: Said, env: NodeJS.ProcessEnv): Target {
  const forge = said.forge ?? forgeOf(env);
  const gitLab = forge === "gitlab";
  const repository = said.repository ?? (gitLab ? env.CI_PROJECT_ID : env.GITHUB_REPOSITORY);
  const number = Number(said.number ?? (gitLab ? env.CI_MERGE_REQUEST_IID : numberIn(env)));
  const token = gitLab ? env.GITLAB_TOKEN : (env.FORGEJO_TOKEN ?? env.GITHUB_TOKEN);
  const api = apiOf(forge, env);
  const missing = [
    ...(repository ? [] : ["--repository"]),
    ...(Number.isInteger(number) && number > 0 ? [] : ["--number"]),
    ...(token ? [] : [gitLab ? "GITLAB_TOKEN in the environment" : "GITHUB_TOKEN in the environment"]),
    ...(api ? [] : ["FORGEJO_API_URL in the environment"]),
  ];
  if (!repository || !token || !api || missing.length > 0)
    throw new Stop(
      `nobody says where the comment goes; missing: ${missing.join(", ")}\n  fix: say it, or run with --to FILE, which needs none of it`,
      exits.usage,
    );
  return { forge, api, token, repository, number };
}

export function pullRequestAt({ forge, ...args }: Target): PullRequest {
  if (forge === "github") return gitHubPullRequest(args);
  return forge === "gitlab" ? gitLabMergeRequest(args) : forgejoPullRequest(args);
}

/** Of two jobs of one pull request the later one has the higher number. */
export function runOf(env: NodeJS.ProcessEnv): { run: number; url: string | undefined } {
  const id = Number(env.GITHUB_RUN_ID ?? env.CI_PIPELINE_ID ?? 0);
  const attempt = Number(env.GITHUB_RUN_ATTEMPT ?? 1);
  const url =
    env.CI_PIPELINE_URL ??
    (env.GITHUB_RUN_ID &&
      `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`);
  return { run: id * 100 + attempt, url };
}

function forgeOf(env: NodeJS.ProcessEnv): Target["forge"] {
  if (env.GITLAB_CI) return "gitlab";
  return env.FORGEJO_ACTIONS || env.GITEA_ACTIONS ? "forgejo" : "github";
}

function apiOf(forge: Target["forge"], env: NodeJS.ProcessEnv): string | undefined {
  if (forge === "gitlab") return env.CI_API_V4_URL ?? "https://gitlab.com/api/v4";
  if (forge === "github") return env.GITHUB_API_URL ?? "https://api.github.com";
  return env.FORGEJO_API_URL ?? env.GITHUB_API_URL;
}

function numberIn({ GITHUB_EVENT_PATH: path }: NodeJS.ProcessEnv): string | undefined {
  if (!path) return undefined;
  try {
    const event = JSON.parse(readFileSync(path, "utf8")) as { pull_request?: { number?: number } };
    return event.pull_request?.number?.toString();
  } catch {
    return undefined;
  }
}
