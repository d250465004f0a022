import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeLog } from "../kit/index.ts";
import { Forgejo, GitLab } from "./forges/index.ts";
import { GitHub } from "./github.ts";
import { mirror } from "./mirror.ts";
import { metricsOf, textOf } from "./report.ts";
import { forgejoLike, gitlabLike } from "./testing/forges.ts";
import { githubLike } from "./testing/github.ts";

const log = makeLog("silent");
const kinds = { GitLab: [gitlabLike, GitLab], Forgejo: [forgejoLike, Forgejo] } as const;
const NOW = new Date("2026-11-22T10:00:00Z");

async function house(kind: keyof typeof kinds = "GitLab") {
  const folder = mkdtempSync(join(tmpdir(), "mirror-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const hub = await githubLike(join(folder, "hub"), "hub-token");
  const [forgeLike, ForgeOf] = kinds[kind];
  const forge = await forgeLike(join(folder, "forge"), "forge-token");

  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=ann", "-c", "user.email=ann@example.com", ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  /** A repository at GitHub, and what somebody works in. */
  const repository = (owner: string, name: string) => {
    const [there, work] = [join(folder, "hub", owner, `${name}.git`), join(folder, "work", owner, name)];
    git("init", "--quiet", "--bare", "--initial-branch=main", there);
    mkdirSync(work, { recursive: true });
    git("init", "--quiet", "--initial-branch=main", work);
    hub.repositories[owner] = [...(hub.repositories[owner] ?? []), name];
    const inWork = (...args: string[]) => git("-C", work, ...args);
    const commit = (file: string, text: string) => {
      writeFileSync(join(work, file), text);
      inWork("add", ".");
      inWork("commit", "--quiet", "-m", `Write ${file}`);
      return inWork("rev-parse", "HEAD");
    };
    const push = (...refspecs: string[]) => void inWork("push", "--quiet", "--force", there, ...refspecs);
    return { commit, push, git: inWork, there };
  };
  const refs = (group: string, path: string) =>
    Object.fromEntries(
      git(
        "-C",
        join(folder, "forge", group, `${path}.git`),
        "for-each-ref",
        "--format=%(refname) %(objectname)",
      )
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.split(" ") as [string, string]),
    );
  const run = (owners = ["ann"], longestWait = 5) =>
    mirror(
      {
        github: new GitHub({ api: hub.url, token: "hub-token", longestWait, log }),
        forge: new ForgeOf({ url: forge.url, token: "forge-token", longestWait, log }),
        owners,
        source: { base: hub.url, token: "hub-token" },
        target: { base: forge.url, token: "forge-token" },
        prefix: "github-",
        cache: join(folder, "cache"),
        log,
      },
      NOW,
    );
  return { hub, forge, repository, refs, run, cache: join(folder, "cache") };
}

test.each(["GitLab", "Forgejo"] as const)(
  "people and organizations are copied to %s, and the second time nothing is done",
  async (kind) => {
    const { forge, repository, refs, run } = await house(kind);
    for (const [owner, name] of [
      ["ann", "tools"],
      ["ann", ".github"],
      ["ann", "Notes"],
      ["a-company", "site"],
    ] as const) {
      const { commit, push, git } = repository(owner, name);
      commit("README.md", `# ${name}`);
      git("tag", "-a", "v1", "-m", "First");
      push("main", "v1", "HEAD:refs/pull/1/head");
    }
    repository("ann", "empty");
    const report = await run(["ann", "a-company"]);
    expect(report.repositories.map(({ owner, name, outcome }) => `${outcome} ${owner}/${name}`)).toEqual([
      "copied ann/tools",
      "copied ann/.github",
      "copied ann/Notes",
      "unchanged ann/empty",
      "copied a-company/site",
    ]);
    expect(forge.projects.map(({ group, path }) => `${group}/${path}`)).toEqual([
      "github-ann/tools",
      "github-ann/dot-github",
      "github-ann/notes",
      "github-ann/empty",
      "github-a-company/site",
    ]);
    expect(Object.keys(refs("github-ann", "tools"))).toEqual(["refs/heads/main", "refs/tags/v1"]);
    const pushes = forge.host.pushes;
    expect((await run(["ann", "a-company"])).repositories.map(({ outcome }) => outcome)).toEqual(
      Array(5).fill("unchanged"),
    );
    expect(forge.host.pushes).toBe(pushes);
  },
);

test.each(["GitLab", "Forgejo"] as const)(
  "at %s nothing is lost that is deleted or written anew at GitHub, be the cache there or not",
  async (kind) => {
    const { hub, forge, repository, refs, run, cache } = await house(kind);
    const { commit, push, git, there } = repository("ann", "tools");
    const first = commit("a", "1");
    push("main", "main:try/it", "main:refs/tags/v1");
    await run();
    git("commit", "--quiet", "--amend", "-m", "Another beginning");
    const second = git("rev-parse", "HEAD");
    push("main", "main:refs/heads/try", ":refs/heads/try/it", "main:refs/tags/v1");
    rmSync(cache, { recursive: true });
    const { repositories } = await run();
    expect(repositories[0]?.problem).toBeUndefined();
    const day = "archived/2026-11-22";
    expect(refs("github-ann", "tools")).toEqual({
      [`refs/heads/${day}/main-${first.slice(0, 7)}`]: first,
      [`refs/heads/${day}/try/it-${first.slice(0, 7)}`]: first,
      "refs/heads/main": second,
      "refs/heads/try": second,
      [`refs/tags/${day}/v1-${first.slice(0, 7)}`]: first,
      "refs/tags/v1": second,
    });
    expect(repositories[0]).toMatchObject({
      outcome: "copied",
      kept: [{ because: "deleted" }, { because: "rewritten" }, { because: "rewritten" }],
    });

    // The branch that people saw first is gone as well.
    push("main:refs/heads/trunk");
    execFileSync("git", ["-C", there, "symbolic-ref", "HEAD", "refs/heads/trunk"]);
    push(":refs/heads/main");
    hub.defaultBranch = "trunk";
    expect((await run()).repositories[0]).toMatchObject({ outcome: "copied" });
    expect(refs("github-ann", "tools")).not.toHaveProperty(["refs/heads/main"]);
    expect(refs("github-ann", "tools")).toHaveProperty(
      [`refs/heads/${day}/main-${second.slice(0, 7)}`],
      second,
    );
    expect(forge.projects[0]?.default_branch).toBe("trunk");
  },
);

test("a repository that is deleted at GitHub stays, to be read; one that comes back is written again", async () => {
  const { hub, forge, repository, refs, run } = await house();
  for (const name of ["tools", "notes"]) {
    const { commit, push } = repository("ann", name);
    commit("a", name);
    push("main");
  }
  await run();
  forge.projects.push({
    id: 99,
    group: "github-ann",
    path: "by-hand",
    description: "Mine",
    archived: false,
    default_branch: "main",
  });
  hub.repositories.ann = ["tools"];
  expect((await run()).repositories.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    "tools unchanged",
    "notes archived",
  ]);
  expect(forge.projects.map(({ path, archived }) => `${path} ${archived}`)).toEqual([
    "tools false",
    "notes true",
    "by-hand false",
  ]);
  expect(Object.keys(refs("github-ann", "notes"))).toEqual(["refs/heads/main"]);
  expect((await run()).repositories).toHaveLength(1);

  hub.repositories.ann = [];
  const { repositories } = await run();
  expect(repositories).toMatchObject([
    { owner: "ann", outcome: "failed", problem: expect.stringContaining("Does the token still see them?") },
  ]);
  hub.repositories.ann = ["tools", "notes"];
  expect((await run()).repositories.map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged"]);
  expect(forge.projects[1]?.archived).toBe(false);
});

test("files of LFS come along, only those that are missing, and no branch speaks of one that did not come", async () => {
  const { hub, forge, repository, refs, run } = await house();
  const { commit, push } = repository("ann", "films");
  const film = (size: number) => {
    const bytes = randomBytes(size);
    const oid = createHash("sha256").update(bytes).digest("hex");
    hub.host.lfs.set(oid, bytes);
    return {
      oid,
      bytes,
      pointer: `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${size}\n`,
    };
  };
  const [one, two] = [film(100_000), film(200_000)];
  commit("one.mkv", one.pointer);
  push("main");
  expect((await run()).repositories[0]).toMatchObject({
    outcome: "copied",
    lfs: { count: 1, bytes: 100_000 },
  });
  expect(forge.host.lfs.get(one.oid)).toEqual(one.bytes);

  hub.host.missing.add(two.oid);
  const sha = commit("two.mkv", two.pointer);
  push("main");
  expect((await run()).repositories[0]).toMatchObject({
    outcome: "failed",
    problem: expect.stringContaining("Object does not exist"),
  });
  expect(refs("github-ann", "films")["refs/heads/main"]).not.toBe(sha);
  hub.host.missing.delete(two.oid);
  hub.host.lfs.set(two.oid, Buffer.from("another film"));
  expect((await run()).repositories[0]?.problem).toContain("gives another LFS file");
  hub.host.lfs.set(two.oid, two.bytes);
  expect((await run()).repositories[0]).toMatchObject({
    outcome: "copied",
    lfs: { count: 1, bytes: 200_000 },
  });
  expect(refs("github-ann", "films")["refs/heads/main"]).toBe(sha);
});

test("limits are waited for where they are short, and told where they are not", async () => {
  const { hub, forge, repository, run } = await house();
  const { commit, push } = repository("ann", "tools");
  commit("a", "1");
  push("main");
  const primary = () => ({
    status: 403,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.ceil(Date.now() / 1_000) + 1) },
  });
  hub.limits.push(primary, () => ({ status: 429, headers: { "retry-after": "1" } }));
  forge.busy = 2;
  const begun = performance.now();
  expect((await run()).repositories).toMatchObject([{ outcome: "copied" }]);
  expect(performance.now() - begun).toBeGreaterThan(2_000);
  hub.limits.push(() => ({ status: 429, headers: { "retry-after": "3600" } }));
  expect((await run()).repositories).toMatchObject([
    { outcome: "failed", problem: "GitHub answers 429: it was asked too often." },
  ]);
});

test("who is not known, a wrong token and a broken repository are told, and keep no other from being copied", async () => {
  const { hub, forge, repository, run } = await house();
  for (const name of ["broken", "tools"]) {
    const { commit, push, there } = repository("ann", name);
    commit("a", name);
    push("main");
    if (name === "broken") rmSync(join(there, "objects"), { recursive: true });
  }
  const report = await run(["nobody", "ann"]);
  expect(report.repositories.map(({ owner, name, outcome }) => [owner, name, outcome])).toEqual([
    ["nobody", undefined, "failed"],
    ["ann", "broken", "failed"],
    ["ann", "tools", "copied"],
  ]);
  expect(report.repositories[0]?.problem).toBe(
    "GitHub answers 404: it knows nobody called nobody: mend GITHUB_OWNERS.",
  );
  expect(report.repositories[1]?.problem).toMatch(/^git /);
  expect(textOf(report)).toMatch(
    /^failed {4}nobody: GitHub answers 404.*\nfailed {4}ann\/broken: git .*\ncopied {4}ann\/tools: 1 pushed\n3 in \d+ s\n$/s,
  );
  expect(metricsOf(report)).toContain('git_mirror_repositories{outcome="failed"} 2\n');
  expect(JSON.stringify(report)).not.toMatch(/hub-token|forge-token/);

  Object.assign(hub.host, { token: "another" });
  Object.assign(forge.host, { token: "another" });
  const { problem = "" } = (await run()).repositories.at(-1) ?? {};
  expect(problem).toMatch(/^git ls-remote: fatal: .*(Authentication failed|could not read Username)/);
});
