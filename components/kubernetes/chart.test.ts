import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serviceNamed } from "../lab/index.ts";
import { generated, secretValue, text, urlOf } from "../service/index.ts";
import { chartService, labWith, service } from "../testing/index.ts";
import { planChart } from "./chart.ts";
import { type ChartService, isChart } from "./cluster-service.ts";
import { planOf, policyOf } from "./testing.ts";

function plannedChart(
  ...[spec, chart, others = []]: [...Parameters<typeof chartService>, Parameters<typeof labWith>?]
) {
  const lab = labWith(chartService(spec, chart), ...others);
  return planChart(chartNamed("certs", lab), lab);
}

function chartNamed(name: string, lab: ReturnType<typeof labWith>): ChartService {
  const found = serviceNamed(lab, name);
  if (!isChart(found)) throw new Error(`${name} is no chart`);
  return found;
}

function valuesOf(plan: ReturnType<typeof planChart>) {
  if (plan.release?.kind !== "Release") throw new Error("the plan has no release");
  return plan.release.spec.values;
}

describe("a chart", () => {
  test("is a release of Helm of exactly this version", () => {
    expect(plannedChart().release).toMatchObject({
      metadata: { name: "certs", namespace: "certs" },
      spec: { chart: "cert-machine", repository: "https://charts.example.com", version: "v1.2.3" },
    });
    const { spec } = plannedChart({}, { repository: "oci://registry.example.com/charts" }).release as {
      spec?: object;
    };
    expect(spec).toMatchObject({ chart: "oci://registry.example.com/charts/cert-machine" });
    expect(spec).not.toHaveProperty("repository");
  });

  test("is told what its pods were counted with", () => {
    expect(valuesOf(plannedChart({}, { values: { webhook: { port: 10250 } } }))).toEqual({
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      webhook: {
        port: 10250,
        replicaCount: 2,
        resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "32Mi" } },
      },
    });
  });

  test("is told facts of the lab as text, and secrets by their names", () => {
    const values = {
      secret: "a word of the chart's own",
      api: { at: text`${urlOf("web")}/v1`, key: text`Bearer ${secretValue("key")}` },
    };
    const plan = plannedChart({ secrets: { key: generated() } }, { values }, [service()]);
    expect(valuesOf(plan)).toMatchObject({
      secret: "a word of the chart's own",
      api: {
        at: "http://web.apps.svc:8080/v1",
        key: { text: ["Bearer ", { secret: "key", of: "certs" }] },
      },
    });
  });

  test("keeps every value that is said, whatever pods are counted", () => {
    // Never the name of a secret, as "key" is: that would be refused.
    const word = fc.stringMatching(/^x[a-z]{1,8}$/);
    const values = fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean()), { noNullPrototype: true });
    fc.assert(
      fc.property(values, word, (said, at) => {
        const resourcesAt = `${at}.deep.resources`;
        const { [at]: _, ...others } = said;
        const pods = { one: { resources: { cpu: "10m", memory: "64Mi" }, resourcesAt } };
        const plan = plannedChart({}, { values: others, pods });
        expect(valuesOf(plan)).toMatchObject(others);
        expect(valuesOf(plan)).toHaveProperty(resourcesAt);
      }),
    );
  });
});

describe("the network of a chart", () => {
  test("is open within its namespace and to the Kubernetes API, and closed to all else", () => {
    const { podSelector, ingress, egress } = policyOf(plannedChart());
    expect(podSelector).toEqual({});
    expect(ingress).toEqual([{ from: [{ podSelector: {} }] }]);
    expect(egress).toContainEqual({
      to: [{ ipBlock: { cidr: "192.168.1.20/32" } }],
      ports: [{ port: 6443, protocol: "TCP" }],
    });
    expect(JSON.stringify(egress)).not.toContain("0.0.0.0/0");
  });

  test("is that of its own pods, where it labels them and shares a namespace", () => {
    const labelled = { labelsAt: "template.metadata.labels" };
    const lab = labWith(
      chartService({ namespace: "apps", ports: { http: 80 } }, labelled),
      service({ needs: ["certs"] }),
    );
    const plan = planChart(chartNamed("certs", lab), lab);
    const own = { matchLabels: { "app.kubernetes.io/name": "certs" } };
    expect(plan.release).toMatchObject({
      spec: { values: { template: { metadata: { labels: own.matchLabels } } } },
    });
    expect(policyOf(plan)).toMatchObject({
      podSelector: own,
      ingress: [{ from: [{ podSelector: own }] }, {}],
    });
  });

  test("lets the API server ask its webhooks", () => {
    expect(policyOf(plannedChart({}, { webhooks: [10250] })).ingress).toContainEqual({
      ports: [{ port: 10250, protocol: "TCP" }],
    });
  });

  test("opens to whoever needs it, under the name that the chart gives", () => {
    const needy = service({ env: { CERTS: urlOf("certs") } });
    const chart = { ports: { http: 9402 } };
    const lab = labWith(chartService(chart, { service: "cert-machine-api" }), needy);
    const container = JSON.stringify(planOf("web", lab));
    expect(container).toContain("http://cert-machine-api.certs.svc:9402");
    expect(policyOf(planOf("web", lab)).egress).toContainEqual({
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "certs" } } }],
    });
    expect(policyOf(planChart(chartNamed("certs", lab), lab)).ingress).toContainEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "apps" } },
          podSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
        },
      ],
    });
  });
});
