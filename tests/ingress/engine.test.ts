import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { KubeApi } from "../../sandbox/control-plane/index.ts";
import { TestCluster } from "../../sandbox/testing/index.ts";
import { ensureSetup } from "../../scripts/setup/index.mjs";
import { checkout } from "../../scripts/setup/paths.mjs";
import { TrialProject } from "../../scripts/trial/project.ts";
import { ingressLab } from "./lab.ts";

/** A cluster with an ingress and its issuer, by the real engine, on a real API server that checks every custom resource. */
let project: TrialProject;
let cluster: TestCluster;
let api: KubeApi;

vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  await ensureSetup();
  project = new TrialProject({});
  // The stand-ins even where the official plugins are at hand: only they know that nobody serves the chart here.
  project.environment.PATH = [join(checkout, "sandbox/providers/bin"), project.environment.PATH].join(
    delimiter,
  );
  cluster = await TestCluster.start("core", ingressLab());
  api = cluster.api;
  write();
  await project.pulumi("stack", "init", "test");
}, 1_200_000);

afterAll(async () => {
  project?.remove();
  await cluster?.stop();
});

function write(kubeconfig = JSON.stringify(readFileSync(cluster.kubeconfig, "utf8"))): void {
  const file = (path: string) => JSON.stringify(join(checkout, path));
  project.write({
    "program/index.ts": `
      import * as pulumi from "@pulumi/pulumi";
      import { KubernetesCluster } from ${file("components/kubernetes/index.ts")};
      import { Vault, zoneTokenOf } from ${file("components/secrets/index.ts")};
      import { programs } from ${file("components/testing/index.ts")};
      import { ingressLab } from ${file("tests/ingress/lab.ts")};
      const lab = ingressLab();
      const vault = new Vault({ lab, rootSecret: "0123456789abcdef0123456789abcdef", tokens: {} });
      // What Cloudflare would have made by now.
      vault.keep(zoneTokenOf("example.com"), "a-token-of-a-zone");
      const unknown = pulumi.output(pulumi.unknown) as any;
      new KubernetesCluster("core", {
        lab, cluster: "core", vault, programs, lifecycles: ["production"], kubeconfig: ${kubeconfig},
      });
    `,
  });
}

const changed = /\d+ (updated|created|replaced|deleted)/;

test("while its cluster is not there, all of it is previewed", async () => {
  write("unknown");
  const { code, output } = await project.pulumi("preview");
  expect(code, output).toBe(0);
  expect(output).toContain("certs-house-issuer");
});

test("an update makes all of it, and shows no secret", async () => {
  write();
  const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
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
  const again = await project.pulumi("up", "--yes", "--skip-preview");
  expect(again.code, again.output).toBe(0);
  expect(again.output).not.toMatch(changed);
  const refreshed = await project.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refreshed.code, refreshed.output).toBe(0);
});

test("what somebody has changed by hand is seen, and put back", async () => {
  const path = "/apis/traefik.io/v1alpha1/namespaces/kube-system/middlewares/admin-limit";
  await api.merge(path, { spec: { rateLimit: { average: 5000 } } });
  const { output } = await project.pulumi("up", "--yes", "--skip-preview", "--refresh");
  expect(output).toMatch(/1 updated/);
  expect(await api.get(path)).toMatchObject({ spec: { rateLimit: { average: 50 } } });
});

test("nothing is left once it is taken away", async () => {
  const { code, output } = await project.pulumi("destroy", "--yes", "--skip-preview");
  expect(code, output).toBe(0);
  expect(await api.list("/apis/cert-manager.io/v1/clusterissuers")).toEqual([]);
  expect(await api.list("/apis/traefik.io/v1alpha1/middlewares")).toEqual([]);
  expect(await api.list("/apis/helm.cattle.io/v1/helmchartconfigs")).toEqual([]);
});
