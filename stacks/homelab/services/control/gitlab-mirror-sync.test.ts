import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { complaintOf, readerNamed } from "../../../../components/testing/index.ts";

const script = fileURLToPath(new URL("gitlab-mirror-sync.sh", import.meta.url));
const shellcheck = readerNamed("shellcheck");
const home = mkdtempSync(join(tmpdir(), "mirror-"));
const asked: string[] = [];
const repositories = [
  { owner: { login: "ann" }, name: "tools" },
  { owner: { login: "bob" }, name: "not-hers" },
];

/** GitHub's list of repositories, a page of it, and GitLab's groups, of which there is none yet. */
const server = createServer(({ method, url, headers }, response) => {
  asked.push(`${method} ${url} ${headers.authorization ?? headers["private-token"]}`);
  if (url?.startsWith("/user/repos"))
    response.end(JSON.stringify(url.endsWith("&page=1") ? repositories : []));
  else response.writeHead(method === "POST" ? 201 : 404).end("{}");
});

beforeAll(() => new Promise<void>((done) => void server.listen(0, "127.0.0.1", done)));
afterAll(() => {
  server.close();
  rmSync(home, { recursive: true });
});

test.skipIf(!shellcheck)("shellcheck finds nothing in the script (apt install shellcheck)", () => {
  expect(complaintOf(shellcheck ?? "", [script])).toBe("");
});

test("every branch and tag of an owner's repository is copied into the group of that owner, and no other's", async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [from, to] = [join(home, "hub/ann/tools.git"), join(home, "lab/github-ann/tools.git")];
  const git = (...args: string[]) =>
    execFileSync("git", args, { encoding: "utf8", env: { ...process.env, HOME: home } });
  for (const path of [from, to]) git("init", "--quiet", "--bare", "--initial-branch=main", path);
  // Git comes to folders here, where it would come to servers.
  git("config", "--global", `url.${join(home, "lab")}/.insteadOf`, `${url}/`);
  git("-C", from, "update-ref", "refs/heads/main", commitIn(git, from, "first"));
  git("-C", from, "tag", "v1", "main");
  git("-C", from, "update-ref", "refs/pull/1/head", commitIn(git, from, "somebody else's"));
  git("-C", to, "update-ref", "refs/heads/gone", commitIn(git, to, "gone on GitHub by now"));

  await promisify(execFile)("bash", [script], {
    env: {
      PATH: `${withRuby()}:${process.env.PATH}`,
      HOME: home,
      GITHUB_OWNERS: "ann",
      GITHUB_TOKEN: "hub",
      GITHUB_API: url,
      GITHUB_URL: join(home, "hub"),
      GITLAB_URL: url,
      GITLAB_TOKEN: "lab",
    },
  });
  expect(git("-C", to, "for-each-ref", "--format=%(refname)").trim().split("\n")).toEqual([
    "refs/heads/main",
    "refs/tags/v1",
  ]);
  expect(asked).toEqual([
    "GET /user/repos?per_page=100&page=1 Bearer hub",
    "GET /user/repos?per_page=100&page=2 Bearer hub",
    "GET /api/v4/groups/github-ann lab",
    "POST /api/v4/groups lab",
  ]);
});

function commitIn(git: (...args: string[]) => string, repository: string, message: string): string {
  const tree = git("-C", repository, "hash-object", "-w", "-t", "tree", "/dev/null").trim();
  const author = ["-c", "user.name=ann", "-c", "user.email=ann@example.com"];
  return git(...author, "-C", repository, "commit-tree", "-m", message, tree).trim();
}

/** GitLab's image has Ruby, and this machine may have none: Node.js says the same of the list. */
function withRuby(): string {
  const bin = join(home, "bin");
  mkdirSync(bin);
  const said =
    "for (const { owner, name } of JSON.parse(require('fs').readFileSync(0))) console.log(owner.login, name)";
  writeFileSync(join(bin, "ruby"), `#!/bin/sh\nexec '${process.execPath}' -e "${said}"\n`, { mode: 0o755 });
  return bin;
}
