import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { chartService, labWith } from "../../components/testing/index.ts";
import type { KubeApi, KubeObject } from "../control-plane/index.ts";
import { nodesOf } from "../control-plane/index.ts";
import { plannedPods } from "../placement/index.ts";
import { TestCluster } from "../testing/index.ts";

const lab = labWith(chartService({ ports: { web: 80 } }, { service: "certs-web" }));

test("every pod of a chart is counted before Helm makes it", () => {
  const pods = plannedPods("core", lab, ["production"], nodesOf("core", lab.inventory));
  expect(pods.map(({ name, service }) => [name, service])).toEqual([
    ["certs-controller-0", "certs"],
    ["certs-webhook-0", "certs"],
    ["certs-webhook-1", "certs"],
  ]);
  expect(pods[0]?.spec.containers[0]?.resources?.requests).toEqual({ cpu: "10m", memory: "64Mi" });
});

let cluster: TestCluster;
let api: KubeApi;
beforeAll(async () => {
  cluster = await TestCluster.start("core", lab);
  api = cluster.api;
}, 1_200_000);
afterAll(() => cluster?.stop());

interface Pod extends KubeObject {
  spec: { nodeName?: string };
}
interface Slice extends KubeObject {
  endpoints: object[];
}
const podsOf = () => api.list<Pod>("/api/v1/namespaces/certs/pods");
const patience = { timeout: 30_000, interval: 200 };

test("what stands for its objects is there once the release is recorded, pods on nodes, and goes with it", async () => {
  await api.post("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "certs" } });
  const record = "sh.helm.release.v1.certs.v1";
  await api.post("/api/v1/namespaces/certs/secrets", {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: { name: record, labels: { name: "certs", owner: "helm", status: "deployed", version: "1" } },
  });
  await vi.waitFor(async () => {
    const nodes = (await podsOf()).map(({ spec }) => spec.nodeName);
    expect(nodes).toHaveLength(3);
    expect(nodes.every(Boolean)).toBe(true);
  }, patience);

  const [door] = await api.list("/api/v1/namespaces/certs/services");
  expect(door).toMatchObject({
    metadata: { name: "certs-web" },
    spec: { ports: [{ name: "web", port: 80 }] },
  });
  await vi.waitFor(async () => {
    const slices = await api.list<Slice>("/apis/discovery.k8s.io/v1/namespaces/certs/endpointslices");
    expect(slices.flatMap(({ endpoints }) => endpoints)).toHaveLength(3);
  }, patience);

  await api.delete(`/api/v1/namespaces/certs/secrets/${record}`);
  await vi.waitFor(async () => expect(await podsOf()).toEqual([]), patience);
}, 120_000);
