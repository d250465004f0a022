import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { reference, runtimeFor } from "../../components/service/index.ts";
import { readerNamed } from "../../components/testing/index.ts";
import { checkout } from "../../scripts/setup/paths.mjs";

interface Job {
  stage: string;
  script: string[];
  rules: { if: string; when?: string }[];
  tags?: string[];
}

const file = join(checkout, ".gitlab-ci.yml");
const { workflow, stages, default: common, variables, ...jobs } = parse(readFileSync(file, "utf8"));
const named = Object.entries(jobs as Record<string, Job>);

test("each job has its stage, and runs where its rules say", () => {
  expect(workflow.rules.length).toBeGreaterThan(0);
  for (const [name, { stage, rules }] of named) {
    expect(stages, name).toContain(stage);
    expect(rules, name).not.toHaveLength(0);
  }
});

test("jobs run on the Node.js that our own programs run on, and have an end", () => {
  expect(common.image).toBe(reference(runtimeFor("any").image));
  expect(common.timeout).toBeDefined();
  expect(variables.GIT_DEPTH).toBe("0");
});

test("a stranger's job opens nothing, and a runner of the house never sees what is only proposed", () => {
  const { stranger } = jobs;
  expect(stranger.script.join()).toContain("--sandbox");
  expect(stranger.rules[0].if).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID != $CI_PROJECT_ID");
  const inside = named.filter(([, { tags }]) => tags?.includes("house"));
  expect(inside.map(([name]) => name)).toEqual(["apply", "drift"]);
  for (const [, { rules }] of inside) expect(JSON.stringify(rules)).not.toContain("merge_request");
});

test("a merge request's test takes turns with its end, and opens nothing of the house", () => {
  const { test: testing, close, reap } = jobs;
  expect(close.resource_group).toBe(testing.resource_group);
  expect(testing.environment.on_stop).toBe("close");
  for (const { tags, variables, interruptible } of [testing, close, reap]) {
    expect(tags).toEqual(["pull-requests"]);
    expect(variables.PULUMI_BACKEND_URL).toBe("$TEST_BACKEND_URL");
    expect(interruptible).toBe(false);
  }
  for (const { rules } of [testing, close])
    expect(rules[0].if).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID");
});

test("what is applied was planned before, and somebody has said yes", () => {
  const { apply, plan } = jobs;
  expect(apply.rules).toEqual(plan.rules.map((rule: object) => ({ ...rule, when: "manual" })));
  expect(apply.script.at(-1)).toMatch(/^npx lab up .* --plan plans$/);
  expect(apply.resource_group).toBeDefined();
});

const reader = readerNamed("gitlab-ci-local");
test.skipIf(!reader)(
  "GitLab's own schema accepts it (npm install --global gitlab-ci-local@4.61.0)",
  { timeout: 60_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-"));
    try {
      cpSync(file, join(folder, ".gitlab-ci.yml"));
      for (const words of ["init --quiet", "remote add origin https://gitlab.example.com/house/lab.git"])
        spawnSync("git", words.split(" "), { cwd: folder });
      const { status, stdout, stderr } = spawnSync(reader ?? "", ["--list-all"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
      expect(stdout + stderr).toContain("json schema validated");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
