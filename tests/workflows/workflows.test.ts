import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readerNamed } from "../../components/testing/index.ts";
import { checkout } from "../../scripts/setup/paths.mjs";

interface Job {
  "runs-on": string | string[];
  permissions?: Record<string, string>;
  "timeout-minutes"?: number;
  steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
}

const folder = `${checkout}/.github/workflows`;
const files = readdirSync(folder);
const read = (file: string) => readFileSync(`${folder}/${file}`, "utf8");
const jobsIn = (file: string) => Object.values(parse(read(file)).jobs as Record<string, Job>);

describe.each(files)("%s", (file) => {
  const jobs = jobsIn(file);
  const steps = jobs.flatMap((job) => job.steps);

  test("gives each job its own rights, and an end", () => {
    expect(parse(read(file)).permissions).toEqual({});
    for (const job of jobs) {
      expect(job.permissions).toBeDefined();
      expect(job["timeout-minutes"]).toBeGreaterThan(0);
    }
  });

  test("uses each action by a commit, and says of which version it is", () => {
    const uses = read(file).match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("lets nobody's words into a script: what they say comes by the environment", () => {
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });

  test("leaves no token behind for what is run later", () => {
    for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
      expect(step.with).toMatchObject({ "persist-credentials": false });
  });
});

test("the same action is the same commit everywhere", () => {
  const pins = new Map<string, string>();
  for (const file of files)
    for (const { uses = "" } of jobsIn(file).flatMap(({ steps }) => steps)) {
      const [action = "", commit = ""] = uses.split("@");
      expect(pins.get(action) ?? commit).toBe(commit);
      pins.set(action, commit);
    }
});

test("a stranger's job is given no secret, and no right but to read", () => {
  const text = read("pr-preview.yml");
  const { stranger } = parse(text).jobs;
  expect(stranger.permissions).toEqual({ contents: "read" });
  expect(JSON.stringify(stranger)).not.toMatch(/secrets\.|github\.token/);
  expect(text).not.toContain("pull_request_target");
});

test("a runner of the house runs what is on main, and nothing that is only proposed", () => {
  const inside = files.filter((file) => jobsIn(file).some((job) => job["runs-on"].includes("house")));
  expect(inside).toEqual(["drift.yml", "images.yml", "main-apply.yml"]);
  for (const file of inside) {
    const { on } = parse(read(file));
    expect(Object.keys(on)).not.toContain("pull_request");
    if (on.push) expect(on.push.branches).toEqual(["main"]);
  }
});

test("whoever tests a pull request has secrets of tests alone, and takes turns with whoever ends it", () => {
  const [testing, ending] = [read("pr-test.yml"), read("pr-cleanup.yml")];
  for (const text of [testing, ending]) {
    for (const [, secret = ""] of text.matchAll(/secrets\.(\w+)/g)) expect(secret).toMatch(/^TEST_/);
    for (const job of Object.values(parse(text).jobs as Record<string, Job>))
      expect(job["runs-on"]).toEqual(["self-hosted", "pull-requests"]);
  }
  const OURS = "github.event.pull_request.head.repo.full_name == github.repository";
  // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's
  const turn = { group: "pr-test-${{ github.event.pull_request.number }}", "cancel-in-progress": false };
  const { concurrency, jobs } = parse(testing);
  expect(jobs.test.if).toBe(OURS);
  expect(concurrency).toEqual(turn);
  const { close, reap } = parse(ending).jobs;
  expect(close.if).toContain(OURS);
  expect(close.concurrency).toEqual(turn);
  expect(reap.if).toBe("github.event_name != 'pull_request'");
});

test("nothing is applied but what was planned, one run after the other", () => {
  const { concurrency, jobs } = parse(read("main-apply.yml"));
  expect(concurrency).toEqual({ group: "main-apply", "cancel-in-progress": false });
  const applying = jobs.apply.steps.flatMap(({ run = "" }) => run.match(/npx lab up .*/) ?? []);
  expect(applying).toEqual([expect.stringMatching(/ --plan plans$/)]);
  for (const file of files.filter((each) => each !== "main-apply.yml"))
    expect(read(file)).not.toContain("lab up ");
});

const actionlint = readerNamed("actionlint");
test.skipIf(!actionlint)(
  "actionlint finds nothing (go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7)",
  () => {
    const { status, stdout } = spawnSync(actionlint ?? "", ["-color=false"], {
      cwd: checkout,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  },
);
