import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { type Lab, plainText, resolve, serviceNamed } from "../lab/index.ts";
import { derived, type ServiceSpec } from "../service/index.ts";
import { complaintOf, connector, labWith, readerNamed, service } from "../testing/index.ts";
import { alertmanager, logsOf, prometheusAgent, prometheusServer, provisioning } from "./index.ts";

const MAIN = "/etc/prometheus/prometheus.yml";
const promtool = readerNamed("promtool");
const amtool = readerNamed("amtool");

const lab = labWith(
  service({
    name: "prometheus",
    workload: { kind: "stateful" },
    files: prometheusServer({ cluster: "core", alertmanager: "alertmanager", prober: "prober" }),
    expose: { tailnet: true },
  }),
  service({
    name: "agent",
    place: { cluster: "brain" },
    files: prometheusAgent({ cluster: "brain", sendsTo: "prometheus" }),
  }),
  service({
    name: "alertmanager",
    ...alertmanager({ discord: "a", slack: "b", mail: { relay: "c", user: "d", password: "e" } }, [
      "apps",
      "media",
    ]),
  }),
  service({ name: "prober" }),
  service({ name: "measures", metrics: { port: "http", names: ["kube_*", "node_*", "probe_*"] } }),
  service({ name: "loki", expose: { tailnet: true } }),
  service({ name: "alloy", files: { "/config.alloy": logsOf("core", "loki") } }),
  service({
    name: "grafana",
    ...provisioning({ prometheus: "prometheus", loki: "loki", alertmanager: "alertmanager" }),
  }),
  service({ name: "job", workload: { kind: "cron", schedule: "0 3 * * *" } }),
  service({ name: "tried", lifecycle: "experimental" }),
  service({ expose: { tailnet: true, public: { access: "public" } } }),
  connector(),
);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "monitoring-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function told(of: string, path: string, { services }: Lab = lab): string {
  const owner = serviceNamed({ services }, of);
  return plainText(resolve(owner.files[path] ?? "", owner, lab));
}

const textOf = (what: Parameters<typeof derived>[0]) =>
  plainText(resolve(derived(what), serviceNamed(lab, "prometheus"), lab));

describe.skipIf(!promtool)("Prometheus (apt install prometheus)", () => {
  const check = (...args: string[]) => complaintOf(promtool ?? "", args);
  /**
   * As on another machine, which has neither these folders nor an account of Kubernetes. Debian builds Prometheus without
   * Kubernetes: targets that it would find stand there as ones that are listed.
   */
  const here = (text: string) =>
    text
      .replaceAll("/etc/prometheus", folder)
      .replaceAll(/kubernetes_sd_configs:\n\s+- role: (pod|node)\n/g, "static_configs: []\n");

  test("reads what its server is told, and every rule that follows from the lab", () => {
    file("alert-rules.yml", textOf("alert-rules"));
    file("public-urls.json", textOf("public-urls"));
    expect(
      check("check", "config", "--syntax-only", file("server.yml", here(told("prometheus", MAIN)))),
    ).toBe("");
    expect(check("check", "rules", "--lint-fatal", join(folder, "alert-rules.yml"))).toBe("");
  });

  test("reads what those of other clusters are told, and they send it to the one", () => {
    const text = told("agent", MAIN);
    expect(check("check", "config", "--agent", "--syntax-only", file("agent.yml", here(text)))).toBe("");
    expect(parse(text).remote_write).toEqual([{ url: "https://prometheus.tail1234.ts.net/api/v1/write" }]);
  });

  test("says that a service is down, and nothing while all is well", () => {
    const ofWeb = 'cluster="core", namespace="apps"';
    const copies = `kube_deployment_status_replicas_available{${ofWeb}, deployment="web"}`;
    const nodes = ["core", "brain"].map((cluster) => ({
      series: `kube_node_info{cluster="${cluster}"}`,
      values: "1x60",
    }));
    const memory = `container_memory_working_set_bytes{${ofWeb}, container="web", pod="web-1"}`;
    const labels = { service: "web", group: "apps", cluster: "core" };
    const of = (alert: string) => ruleOf("web", alert);
    const woken = (alertname: string, eval_time: string, summary: string, further = {}) => ({
      alertname,
      eval_time,
      exp_alerts: [
        {
          exp_labels: { ...labels, severity: of(alertname).labels.severity, ...further },
          exp_annotations: { summary, action: of(alertname).annotations.action },
        },
      ],
    });
    const silent = (alertname: string) => ({ alertname, eval_time: "50m", exp_alerts: [] });
    const tests = [
      {
        interval: "1m",
        input_series: [
          ...nodes,
          { series: copies, values: "0x60" },
          { series: memory, values: "260000000x60" },
        ],
        alert_rule_test: [
          woken("ServiceIsDown", "10m", "web does not answer: answers requests, for a test", {
            namespace: "apps",
            deployment: "web",
          }),
          woken("ServiceNeedsMemory", "30m", "web holds 248MiB, and is killed at 256Mi"),
        ],
      },
      {
        interval: "1m",
        input_series: [
          ...nodes,
          { series: copies, values: "1x60" },
          { series: memory, values: "9000000x60" },
        ],
        alert_rule_test: ["ServiceIsDown", "ServiceNeedsMemory", "ClusterIsSilent"].map(silent),
      },
    ];
    file("alert-rules.yml", textOf("alert-rules"));
    const spec = stringify({ rule_files: ["alert-rules.yml"], evaluation_interval: "1m", tests });
    expect(check("test", "rules", file("tests.yml", spec))).toBe("");
  });
});

interface Rule {
  alert: string;
  labels: Record<string, string>;
  annotations: { summary: string; action: string };
}

function ruleOf(service: string, alert: string): Rule {
  const { groups } = parse(textOf("alert-rules")) as { groups: { name: string; rules: Rule[] }[] };
  const found = groups.find(({ name }) => name === service)?.rules.find((rule) => rule.alert === alert);
  if (!found) throw new Error(`${service} has no ${alert}`);
  return found;
}

test("what is tried out wakes nobody, and a job is judged by how it ended", () => {
  expect(ruleOf("web", "ServiceIsDown").labels.severity).toBe("critical");
  expect(ruleOf("tried", "ServiceIsDown").labels.severity).toBe("warning");
  expect(ruleOf("job", "JobFailed").labels).toMatchObject({ service: "job", group: "apps" });
});

describe.skipIf(!amtool)("Alertmanager (apt install prometheus-alertmanager)", () => {
  const path = "/etc/alertmanager/alertmanager.yml";
  const text = () =>
    told("alertmanager", path)
      .replaceAll(/<secret (discord|slack)>/g, "https://example.com/$1")
      .replaceAll("<secret mail-relay>", "mail.example.com:587");

  test("reads its routes", () => {
    expect(complaintOf(amtool ?? "", ["check-config", file("alertmanager.yml", text())])).toBe("");
  });

  test.each([
    ["now", "severity=critical", "group=media"],
    ["watchers", "severity=warning", "group=media"],
    ["morning", "severity=warning", "group=data"],
  ])("tells %s of what is %s, %s", (receiver, ...labels) => {
    const config = `--config.file=${file("alertmanager.yml", text())}`;
    const args = ["config", "routes", "test", config, `--verify.receivers=${receiver}`, ...labels];
    expect(complaintOf(amtool ?? "", args)).toBe("");
  });

  test("writes to those who administer the house", () => {
    expect(parse(text()).receivers[1].email_configs[0].to).toBe("owner@example.com");
  });
});

test("Gatus looks at every address that people come to from afar", () => {
  const { endpoints } = parse(textOf("url-checks"));
  const web = endpoints.filter(({ name }: { name: string }) => name.startsWith("web "));
  expect(web).toEqual([
    {
      name: "web (tailnet)",
      group: "apps",
      url: "https://web.tail1234.ts.net/health",
      interval: "2m",
      conditions: ["[STATUS] == 200", "[CERTIFICATE_EXPIRATION] > 120h"],
    },
    {
      name: "web (public)",
      group: "apps",
      url: "https://web.example.com",
      interval: "2m",
      conditions: ["[STATUS] < 500", "[CERTIFICATE_EXPIRATION] > 120h"],
    },
  ]);
});

test("Grafana asks those of the lab, and shows a page of every service that brings one", () => {
  const { datasources } = parse(told("grafana", "/etc/grafana/provisioning/datasources/lab.yaml"));
  expect(datasources.map(({ type, url }: Record<string, string>) => [type, url])).toEqual([
    ["prometheus", "http://prometheus.apps.svc:8080"],
    ["loki", "http://loki.apps.svc:8080"],
    ["alertmanager", "http://alertmanager.apps.svc:8080"],
  ]);
  const shown = labWith(
    service({ name: "viewer", folders: { "/pages": "dashboards" } } satisfies Partial<ServiceSpec>),
    service({ dashboard: { uid: "web", title: "Web" } }),
    service({ name: "old", lifecycle: "archive", dashboard: { uid: "old", title: "Old" } }),
  );
  expect(Object.keys(serviceNamed(shown, "viewer").files)).toEqual([
    "/pages/services.json",
    "/pages/backups.json",
    "/pages/web.json",
  ]);
});

test("Alloy hands the logs of a cluster to Loki", () => {
  expect(told("alloy", "/config.alloy")).toContain('url = "http://loki.apps.svc:8080/loki/api/v1/push"');
});
