import { expect, test } from "vitest";
import { metricsIn } from "../lab/promql.ts";
import { backupBoard } from "./board.ts";
import { allBackups, allTrials, backupJob, trialJob } from "./names.ts";

const asked = (backupBoard as unknown as { panels: { targets: { expr: string }[] }[] }).panels.flatMap(
  ({ targets }) => targets.map(({ expr }) => expr),
);
/** As Prometheus reads a matcher: from the first to the last character. */
const matches = (pattern: string, name: string) => new RegExp(`^(?:${pattern})$`).test(name);

test("what it asks is sound, of metrics that Kubernetes tells of CronJobs and Jobs", () => {
  expect(asked).toHaveLength(4);
  for (const expr of asked) {
    expect(metricsIn(expr), expr).toBeDefined();
    for (const name of metricsIn(expr) ?? []) expect(name).toMatch(/^kube_(cronjob|job)_/);
  }
});

test.each(["web", "a-service-whose-name-is-nearly-as-long-as-names-may-be-in-all"])(
  "it sees the jobs of %s, each once",
  (name) => {
    expect(backupJob(name).length).toBeLessThanOrEqual(52);
    expect(trialJob(name).length).toBeLessThanOrEqual(52);
    expect(matches(allBackups.jobs, backupJob(name))).toBe(true);
    expect(matches(allTrials.jobs, trialJob(name))).toBe(true);
    expect(matches(allBackups.jobs, trialJob(name))).toBe(false);
    expect(matches(allBackups.runs, `${backupJob(name)}-29384710`)).toBe(true);
    expect(matches(allBackups.runs, `${trialJob(name)}-29384710`)).toBe(false);
    expect(matches(allTrials.runs, `${trialJob(name)}-now`)).toBe(true);
  },
);
