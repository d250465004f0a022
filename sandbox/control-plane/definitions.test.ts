import { afterAll, beforeAll, expect, test } from "vitest";
import { type CustomResource, customResource, KINDS } from "../../components/custom-resources/index.ts";
import { TestCluster } from "../testing/index.ts";
import type { KubeApi } from "./index.ts";

let cluster: TestCluster;
let api: KubeApi;
beforeAll(async () => {
  cluster = await TestCluster.start();
  api = cluster.api;
}, 1_200_000);
afterAll(() => cluster?.stop());

const issuer = customResource("ClusterIssuer", { name: "internal" }, { ca: { secretName: "root" } });
const slow = customResource(
  "Middleware",
  { name: "slow", namespace: "default" },
  { rateLimit: { average: 10, period: "1s", burst: 20 } },
);

function post({ kind, apiVersion, metadata, spec }: CustomResource, more: object = {}) {
  const { plural } = KINDS[kind];
  const folder = metadata.namespace ? `namespaces/${metadata.namespace}/${plural}` : plural;
  const path = `/apis/${apiVersion}/${folder}?fieldValidation=Strict`;
  return api.post(path, { apiVersion, kind, metadata, spec: { ...spec, ...more } });
}

test("objects of every kind may come as soon as a cluster is furnished", async () => {
  await expect(post(issuer)).resolves.toMatchObject({ spec: issuer.spec });
  await expect(post(slow)).resolves.toMatchObject({ spec: slow.spec });
});

test("the API server refuses what the schema of a kind does not have", async () => {
  await expect(post(slow, { rateLimits: {} })).rejects.toThrow('unknown field "spec.rateLimits"');
  await expect(post(slow, { rateLimit: { average: "ten", period: "1s", burst: 1 } })).rejects.toThrow(
    "spec.rateLimit.average",
  );
});
