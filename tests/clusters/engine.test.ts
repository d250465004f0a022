import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { KubeApi, KubeObject } from "../../sandbox/control-plane/index.ts";
import { TestCluster } from "../../sandbox/testing/index.ts";
import { CHANGED, ComponentTrial } from "../component-trial.ts";
import { limitedLab } from "./lab.ts";

/** Quotas, limits, the mesh, replicated disks and advice: by the real engine, on a real API server with its scheduler. */
let trial: ComponentTrial;
let cluster: TestCluster;
let api: KubeApi;

vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  cluster = await TestCluster.start("core", limitedLab());
  api = cluster.api;
  trial = await ComponentTrial.open(program());
}, 1_200_000);

afterAll(async () => {
  trial?.remove();
  await cluster?.stop();
});

function program(): string {
  return `
    import { KubernetesCluster } from "@lab/components/kubernetes/index.ts";
    import { Vault } from "@lab/components/vault/index.ts";
    import { programs } from "@lab/components/testing/index.ts";
    import { limitedLab } from "@lab/tests/clusters/lab.ts";
    const lab = limitedLab();
    const vault = new Vault({ lab, rootSecret: "0123456789abcdef0123456789abcdef", tokens: {} });
    new KubernetesCluster("core", {
      lab, cluster: "core", vault, programs, lifecycles: ["production"],
      kubeconfig: ${JSON.stringify(readFileSync(cluster.kubeconfig, "utf8"))},
    });
  `;
}

const patience = { timeout: 60_000, interval: 300 };

interface Pod extends KubeObject {
  spec: { nodeName?: string };
}

test("an update makes all of it, within its own quotas, and shows no key of the mesh", async () => {
  const { code, output } = await trial.up();
  expect(code, output).toBe(0);
  expect(output).not.toContain("PRIVATE KEY");
  const quotas = await api.list("/api/v1/resourcequotas");
  expect(quotas.map(({ metadata }) => metadata.namespace).toSorted()).toEqual([
    "ai-services",
    "arc-runners",
    "gitlab-runners",
    "gpu-workloads",
    "linkerd",
    "monitoring",
  ]);
  const advice = await api.list("/apis/autoscaling.k8s.io/v1/verticalpodautoscalers");
  expect(advice.map(({ metadata }) => metadata.name).toSorted()).toEqual(["api", "web"]);
});

// The chart is for amd64, as is every service that says nothing else: one node of the three is not.
test("every pod finds a node: those of the services, and what stands for those of the charts", async () => {
  const expected = { "ai-services": 1, "self-hosted-ai": 1, linkerd: 3, "linkerd-cni": 2 };
  for (const [namespace, count] of Object.entries(expected))
    await vi.waitFor(async () => {
      const pods = await api.list<Pod>(`/api/v1/namespaces/${namespace}/pods`);
      expect(
        pods.filter(({ spec }) => spec.nodeName),
        namespace,
      ).toHaveLength(count);
    }, patience);
});

test("a share of a hypervisor is mounted with the password with which it was set up", async () => {
  const { data } = await api.get<KubeObject & { data: Record<string, string> }>(
    "/api/v1/namespaces/ai-services/secrets/web-backups-login",
  );
  expect(atob(data.username ?? "")).toBe("homelab");
  expect(atob(data.password ?? "")).toHaveLength(32);
});

test("stays as it is: a second update and a refresh change nothing", async () => {
  const again = await trial.up();
  expect(again.code, again.output).toBe(0);
  expect(again.output).not.toMatch(CHANGED);
  const refreshed = await trial.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refreshed.code, refreshed.output).toBe(0);
});

test("a quota that somebody has raised by hand is put back", async () => {
  const path = "/api/v1/namespaces/ai-services/resourcequotas/quota";
  await api.merge(path, { spec: { hard: { "requests.cpu": "80" } } });
  const { output } = await trial.up("--refresh");
  expect(output).toMatch(/1 updated/);
  expect(await api.get(path)).toMatchObject({ spec: { hard: { "requests.cpu": "8" } } });
});

test("nothing is left once it is taken away, but the disk that is worth a backup", async () => {
  const { code, output } = await trial.pulumi("destroy", "--yes", "--skip-preview");
  expect(code, output).toBe(0);
  expect(await api.list("/api/v1/resourcequotas")).toEqual([]);
  expect(await api.list("/api/v1/limitranges")).toEqual([]);
  expect(await api.list("/apis/autoscaling.k8s.io/v1/verticalpodautoscalers")).toEqual([]);
});
