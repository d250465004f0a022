import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { KubeApi } from "../../sandbox/control-plane/index.ts";
import { TestCluster } from "../../sandbox/testing/index.ts";
import { CHANGED, ComponentTrial } from "../component-trial.ts";
import { ingressLab } from "./lab.ts";

/** A cluster with an ingress and its issuer, by the real engine, on a real API server that checks every custom resource. */
let trial: ComponentTrial;
let cluster: TestCluster;
let api: KubeApi;

vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  cluster = await TestCluster.start("core", ingressLab());
  api = cluster.api;
  trial = await ComponentTrial.open(program());
}, 1_200_000);

afterAll(async () => {
  trial?.remove();
  await cluster?.stop();
});

function program(kubeconfig = JSON.stringify(readFileSync(cluster.kubeconfig, "utf8"))): string {
  return `
    import * as pulumi from "@pulumi/pulumi";
    import { KubernetesCluster } from "@lab/components/kubernetes/index.ts";
    import { zoneTokenOf } from "@lab/components/secrets/index.ts";
    import { Vault } from "@lab/components/vault/index.ts";
    import { programs } from "@lab/components/testing/index.ts";
    import { ingressLab } from "@lab/tests/ingress/lab.ts";
    const lab = ingressLab();
    const vault = new Vault({ lab, rootSecret: "0123456789abcdef0123456789abcdef", tokens: {} });
    // What Cloudflare would have made by now.
    vault.keep(zoneTokenOf("example.com"), "a-token-of-a-zone");
    const unknown = pulumi.output(pulumi.unknown) as any;
    new KubernetesCluster("core", {
      lab, cluster: "core", vault, programs, lifecycles: ["production"], kubeconfig: ${kubeconfig},
    });
  `;
}

test("while its cluster is not there, all of it is previewed", async () => {
  trial.write(program("unknown"));
  const { code, output } = await trial.pulumi("preview");
  expect(code, output).toBe(0);
  expect(output).toContain("certs-house-issuer");
});

test("an update makes all of it, and shows no secret", async () => {
  trial.write(program());
  const { code, output } = await trial.up();
  expect(code, output).toBe(0);
  expect(output).not.toContain("a-token-of-a-zone");
  expect(output).not.toContain("BEGIN EC PRIVATE KEY");

  const issuer = await api.get("/apis/cert-manager.io/v1/clusterissuers/house");
  expect(issuer).toMatchObject({ spec: { ca: { secretName: "house-authority" } } });
  const authority = await api.get<{ type: string; data: Record<string, string> }>(
    "/api/v1/namespaces/certs/secrets/house-authority",
  );
  expect(authority.type).toBe("kubernetes.io/tls");
  expect(atob(authority.data["tls.crt"] ?? "").match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  const folder = "/apis/cert-manager.io/v1/namespaces/apps/certificates";
  expect((await api.list(folder)).map(({ metadata }) => metadata.name).sort()).toEqual([
    "web-lan",
    "web-public",
  ]);
  const middlewares = await api.list("/apis/traefik.io/v1alpha1/namespaces/kube-system/middlewares");
  expect(middlewares.map(({ metadata }) => metadata.name)).toEqual(
    expect.arrayContaining(["admin", "admin-limit", "admin-login", "house-only", "security-headers"]),
  );
});

test("what stands for the pods of the chart finds its nodes", async () => {
  await vi.waitFor(
    async () => {
      const pods = await api.list<{ spec: { nodeName?: string } }>("/api/v1/namespaces/certs/pods");
      expect(pods.filter(({ spec }) => spec.nodeName)).toHaveLength(3);
    },
    { timeout: 30_000, interval: 300 },
  );
});

test("stays as it is: a second update and a refresh change nothing", async () => {
  const again = await trial.up();
  expect(again.code, again.output).toBe(0);
  expect(again.output).not.toMatch(CHANGED);
  const refreshed = await trial.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refreshed.code, refreshed.output).toBe(0);
});

test("what somebody has changed by hand is seen, and put back", async () => {
  const path = "/apis/traefik.io/v1alpha1/namespaces/kube-system/middlewares/admin-limit";
  await api.merge(path, { spec: { rateLimit: { average: 5000 } } });
  const { output } = await trial.up("--refresh");
  expect(output).toMatch(/1 updated/);
  expect(await api.get(path)).toMatchObject({ spec: { rateLimit: { average: 50 } } });
});

test("nothing is left once it is taken away", async () => {
  const { code, output } = await trial.pulumi("destroy", "--yes", "--skip-preview");
  expect(code, output).toBe(0);
  expect(await api.list("/apis/cert-manager.io/v1/clusterissuers")).toEqual([]);
  expect(await api.list("/apis/traefik.io/v1alpha1/middlewares")).toEqual([]);
  expect(await api.list("/apis/helm.cattle.io/v1/helmchartconfigs")).toEqual([]);
});
