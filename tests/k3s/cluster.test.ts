import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { KubeObject } from "../../sandbox/control-plane/index.ts";
import { TestCluster } from "../../sandbox/testing/index.ts";
import { ComponentTrial } from "../component-trial.ts";

/** The component itself with the cluster of the tests, the real engine, and a real cluster at the other end. */
let trial: ComponentTrial;
let cluster: TestCluster;

vi.setConfig({ testTimeout: 200_000 });

const NAMESPACE = "nvidia-device-plugin";

beforeAll(async () => {
  cluster = await TestCluster.start();
  trial = await ComponentTrial.open(program());
}, 600_000);

afterAll(async () => {
  trial?.remove();
  await cluster?.stop();
});

function program({
  slices = 4,
  kubeconfig = JSON.stringify(readFileSync(cluster.kubeconfig, "utf8")),
} = {}): string {
  return `
    import * as pulumi from "@pulumi/pulumi";
    import { K3sCluster } from "@lab/components/k3s/index.ts";
    import { Vault } from "@lab/components/vault/index.ts";
    import { labWith } from "@lab/components/testing/index.ts";
    const lab = labWith();
    lab.inventory.machines["core-gpu"].gpu.sharing.count = ${slices};
    const vault = new Vault({ lab, rootSecret: "0123456789abcdef0123456789abcdef", tokens: {} });
    new K3sCluster("core-k3s", { lab, cluster: "core", vault, kubeconfig: ${kubeconfig} });
  `;
}

const plugins = () => cluster.api.list<KubeObject>(`/apis/apps/v1/namespaces/${NAMESPACE}/daemonsets`);

test("a cluster that is not there yet is previewed", async () => {
  trial.write(program({ kubeconfig: "pulumi.output(pulumi.unknown)" }));
  const { code, output } = await trial.pulumi("preview");
  expect(code, output).toBe(0);
  expect(output).toContain("core-k3s-gpu-plugin-4");
  trial.write(program());
});

test("the plugin is made, finds its node, and then nothing is left to do", async () => {
  const made = await trial.up();
  expect(made.code, made.output).toBe(0);
  await vi.waitFor(async () => {
    const pods = await cluster.api.list<KubeObject & { spec: object; status: object }>(
      `/api/v1/namespaces/${NAMESPACE}/pods`,
    );
    expect(pods).toMatchObject([{ spec: { nodeName: "core-gpu" }, status: { phase: "Running" } }]);
  }, 30_000);
  const again = await trial.up("--refresh", "--expect-no-changes");
  expect(again.code, again.output).toBe(0);
});

test("another number of slices is another configuration, read by other pods", async () => {
  trial.write(program({ slices: 6 }));
  const { code, output } = await trial.up();
  expect(code, output).toBe(0);
  expect((await plugins()).map(({ metadata }) => metadata.name)).toEqual([`${NAMESPACE}-6`]);
});

test("nothing is left of it when it goes", async () => {
  const { code, output } = await trial.pulumi("destroy", "--yes", "--skip-preview");
  expect(code, output).toBe(0);
  expect(await plugins()).toEqual([]);
});
