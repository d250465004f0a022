import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { alertRules } from "../lab/derived/alert-rules.ts";
import { claim, image, type ServiceSpec } from "../service/index.ts";
import { labWith, readerNamed, service } from "../testing/index.ts";
import { keptOf } from "./kept.ts";
import { backupJob, trialJob } from "./names.ts";
import { backupSchedule, trialSchedule } from "./schedule.ts";
import { backupKeys } from "./server.ts";

const server = service({ name: "backups", provides: "backups" });
const keeping = (spec: Partial<ServiceSpec>, ...others: ServiceSpec[]) => labWith(service(spec), ...others);
const keptIn = (spec: Partial<ServiceSpec>) => {
  const [found] = keeping(spec).services;
  return found && keptOf(found);
};

describe("what is kept of a service", () => {
  test("is every disk that is worth it, as often as the most demanding one wants", () => {
    const volumes = {
      "/a": claim("1Gi", { backup: "weekly" }),
      "/b": claim("1Gi", { backup: "hourly" }),
      "/c": claim("1Gi", { backup: "never" }),
    };
    expect(keptIn({ volumes })).toMatchObject({ often: "hourly", folders: ["/a", "/b"] });
    expect(keptIn({ volumes: { "/c": volumes["/c"] } })).toBeUndefined();
    expect(keptIn({ volumes, lifecycle: "archive" })).toBeUndefined();
  });

  test.each([
    ["docker.io/pgvector/pgvector", "postgresql"],
    ["ghcr.io/immich-app/postgres", "postgresql"],
    ["docker.io/library/mariadb", "mariadb"],
    ["docker.io/valkey/valkey", "redis"],
  ])("of %s is a dump", (repository, kind) => {
    const kept = keptIn({ image: image(repository, "1"), volumes: { "/data": claim("1Gi") } });
    expect(kept).toMatchObject({ folders: [], engine: { kind, disk: "/data" } });
  });

  test("is opened by one key each, of which the keeper of the cluster has all", () => {
    const { services } = keeping({ volumes: { "/a": claim("1Gi") } }, server);
    expect(backupKeys("core", services)).toEqual({ text: ["web ", { secret: "backup", of: "web" }, "\n"] });
    expect(backupKeys("brain", services)).toEqual({ text: [] });
  });
});

test("every name has one time, at night or in the morning, and one that Kubernetes takes", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,50}[a-z0-9]$/), (name) => {
      const [minute, hour] = backupSchedule(name, "daily").split(" ").map(Number);
      expect(minute).toBeLessThan(60);
      expect(hour).toBeGreaterThanOrEqual(1);
      expect(hour).toBeLessThan(5);
      expect(backupSchedule(name, "weekly")).toMatch(/^\d+ [1-4] \* \* [0-6]$/);
      expect(trialSchedule(name)).toMatch(/^\d+ [7-9] \* \* [0-6]$/);
      expect(backupJob(name).length).toBeLessThanOrEqual(52);
      expect(trialJob(name)).not.toBe(backupJob(name));
    }),
  );
});

const promtool = readerNamed("promtool");
test.skipIf(!promtool)(
  "a backup that is too old is told, one that never was too, and none that is fresh (apt install prometheus)",
  () => {
    const lab = keeping({ volumes: { "/a": claim("1Gi") } }, server);
    const folder = mkdtempSync(join(tmpdir(), "backup-alerts-"));
    const rules = parse(alertRules(lab)) as {
      groups: { name: string; rules: { alert: string; annotations: object }[] }[];
    };
    const rule = rules.groups
      .find(({ name }) => name === "web")
      ?.rules.find(({ alert }) => alert === "BackupIsTooOld");
    const of = 'cluster="core", namespace="apps", cronjob="web-backup"';
    const labels = { service: "web", group: "apps", cluster: "core", severity: "critical" };
    const told = [{ exp_labels: labels, exp_annotations: rule?.annotations }];
    const at = (eval_time: string, exp_alerts: object[]) => ({
      alertname: "BackupIsTooOld",
      eval_time,
      exp_alerts,
    });
    const created = { series: `kube_cronjob_created{${of}}`, values: "0+0x900" };
    const day = 24 * 3600;
    const done = { series: `kube_cronjob_status_last_successful_time{${of}}`, values: `${day}+0x900` };
    writeFileSync(join(folder, "rules.yml"), alertRules(lab));
    writeFileSync(
      join(folder, "test.yml"),
      stringify({
        rule_files: ["rules.yml"],
        evaluation_interval: "15m",
        tests: [
          { interval: "5m", input_series: [created], alert_rule_test: [at("47h", []), at("49h", told)] },
          {
            interval: "5m",
            input_series: [created, done],
            alert_rule_test: [at("71h", []), at("73h", told)],
          },
        ],
      }),
    );
    const { stdout, stderr } = spawnSync(promtool ?? "", ["test", "rules", join(folder, "test.yml")], {
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });
    expect(`${stdout}${stderr}`).toContain("SUCCESS");
  },
);
