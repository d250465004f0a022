import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { Metrics } from "../../workloads/router/metrics/index.ts";
import { DeployedRouter } from "./deployed.ts";

const missing = whyNoPromtool();
let deployed: DeployedRouter;
let folder: string;

beforeAll(async () => {
  deployed = await DeployedRouter.read();
  folder = mkdtempSync(join(tmpdir(), "rules-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rules = () => stringify({ groups: deployed.rules() });
const board = () => deployed.service.dashboard as unknown as Board;
const asked = () => board().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

test("every number that an alert or a graph asks for is one that the router tells", async () => {
  const told = await new Metrics({ knowsModel: () => true, providers: () => [] }).text();
  const names = [...told.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = "", type]) =>
    type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
  );
  const wanted = [rules(), ...asked()].join("\n").match(/\b(router|process|nodejs)_[a-z0-9_]+/g) ?? [];
  expect(wanted.length).toBeGreaterThan(15);
  expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
});

test("graphs stand side by side, none on another", () => {
  const places = board().panels.map(({ gridPos: { x, y } }) => `${x} ${y}`);
  expect(new Set(places).size).toBe(places.length);
});

describe.skipIf(missing)(`Prometheus${missing ? ` (skipped: ${missing})` : ""}`, () => {
  test("reads every rule", () => {
    const count = deployed.rules().flatMap((group) => group.rules).length;
    expect(count).toBeGreaterThan(deployed.service.alerts.length);
    expect(promtool("check", "rules", file("rules.yaml", rules()))).toContain(`${count} rules found`);
  });

  test("reads what every graph asks", () => {
    const record = asked().map((expr, at) => ({
      record: `graph_${at}`,
      expr: expr.replaceAll("$__rate_interval", "5m"),
    }));
    const groups = [{ name: "graphs", rules: record }];
    expect(promtool("check", "rules", file("graphs.yaml", stringify({ groups })))).toContain("SUCCESS");
  });

  test("wakes somebody when no copy answers, and when every tenth request fails; not on a quiet night", () => {
    const groups = [
      {
        interval: "1m",
        input_series: [{ series: copy("one"), values: "1x5 0x20" }],
        alert_rule_test: [silent("RouterIsDown", "5m"), woken("RouterIsDown", "10m")],
      },
      {
        interval: "1m",
        input_series: [
          { series: requests("200"), values: "0+90x30" },
          { series: requests("502"), values: "0+10x30" },
        ],
        alert_rule_test: [
          silent("RouterFails", "5m"),
          woken("RouterFails", "20m", "10% of all requests to models fail"),
        ],
      },
      {
        interval: "1m",
        input_series: [copy("one"), copy("two")].map((series) => ({ series, values: "1x60" })),
        alert_rule_test: deployed.service.alerts.map(({ name }) => silent(name, "60m")),
      },
    ];
    file("rules.yaml", rules());
    const spec = { rule_files: ["rules.yaml"], evaluation_interval: "1m", tests: groups };
    expect(promtool("test", "rules", file("tests.yaml", stringify(spec)))).toContain("SUCCESS");
  });
});

const copy = (instance: string) => `up{service="router", instance="${instance}"}`;
const requests = (status: string) =>
  `router_requests_total{service="router", provider="gaming_pc", status="${status}"}`;

const silent = (alertname: string, eval_time: string) => ({ alertname, eval_time, exp_alerts: [] });

function woken(alertname: string, eval_time: string, summary?: string) {
  const rule = deployed.service.alerts.find(({ name }) => name === alertname);
  const exp_labels = { severity: rule?.severity, service: "router", group: "ai", cluster: "platform" };
  const exp_annotations = { summary: summary ?? rule?.summary, action: rule?.action };
  return { alertname, eval_time, exp_alerts: [{ exp_labels, exp_annotations }] };
}

interface Board {
  panels: { gridPos: { x: number; y: number }; targets: { expr: string }[] }[];
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function promtool(...args: string[]): string {
  try {
    return execFileSync("promtool", args, { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${stdout}\n${stderr}`);
  }
}

function whyNoPromtool(): string | undefined {
  try {
    execFileSync("promtool", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "promtool is not installed (Debian has it in prometheus)";
  }
}
