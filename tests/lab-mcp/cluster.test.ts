import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ClusterService, planService } from "../../components/kubernetes/index.ts";
import { type Lab, plainText, resolve, serviceNamed } from "../../components/lab/index.ts";
import { derived } from "../../components/service/index.ts";
import { labWith, programs, service } from "../../components/testing/index.ts";
import type { KubeApi, KubeObject } from "../../sandbox/control-plane/index.ts";
import { TestCluster } from "../../sandbox/testing/index.ts";
import { permissions } from "../../stacks/homelab/settings/lab-mcp.ts";
import {
  actionsOf,
  approving,
  client,
  decide,
  folder,
  idIn,
  labMcp,
} from "../../workloads/lab-mcp/testing.ts";

/** What a person approves, done in a real cluster, by the rights that the service is declared with and by no others. */
const lab: Lab = labWith(
  service({ name: "lab-mcp", reach: { cluster: true }, permissions }),
  service({ name: "films", workload: { kind: "deployment", replicas: 2 } }),
  service({
    name: "guarded",
    workload: { kind: "deployment", replicas: 2 },
    disruption: { minAvailable: 1 },
  }),
);
let cluster: TestCluster;
let api: KubeApi;
/** As Kubernetes gives it to a pod. */
let account: string;

const PATIENCE = { timeout: 60_000, interval: 300 };
const APPS = "/api/v1/namespaces/apps";

const PATHS: Record<string, string> = {
  ServiceAccount: `${APPS}/serviceaccounts`,
  ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  ClusterRoleBinding: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
  Deployment: "/apis/apps/v1/namespaces/apps/deployments",
  PodDisruptionBudget: "/apis/policy/v1/namespaces/apps/poddisruptionbudgets",
};

async function make(name: string, ...kinds: string[]): Promise<void> {
  const plan = planService(serviceNamed(lab, name) as ClusterService, lab, programs);
  for (const object of Object.values(plan) as KubeObject[])
    if (kinds.includes(object.kind)) await api.post(PATHS[object.kind] ?? "", object);
}

beforeAll(async () => {
  cluster = await TestCluster.start("core", lab);
  api = cluster.api;
  await api.post("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "apps" } });
  await vi.waitFor(() => api.get(`${APPS}/serviceaccounts/default`), PATIENCE);
  await make("lab-mcp", "ServiceAccount", "ClusterRole", "ClusterRoleBinding");
  await make("films", "Deployment");
  await make("guarded", "Deployment", "PodDisruptionBudget");
  // As it is while one of its copies is away.
  await api.merge(`${PATHS.PodDisruptionBudget}/guarded`, { spec: { minAvailable: 2 } });
  for (const name of ["films", "guarded"])
    await vi.waitFor(async () => expect(await ready(name)).toHaveLength(2), PATIENCE);
  const { status } = await api.post<{ status: { token: string } }>(`${APPS}/serviceaccounts/lab-mcp/token`, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {},
  });
  account = join(cluster.at("account"));
  mkdirSync(account);
  writeFileSync(join(account, "token"), status.token);
  writeFileSync(join(account, "ca.crt"), readFileSync(cluster.lone.plane.admin.ca));
}, 1_200_000);
afterAll(() => cluster?.stop());

interface Pod extends KubeObject {
  status: { conditions?: { type: string; status: string }[] };
}

async function ready(name: string): Promise<string[]> {
  const pods = await api.list<Pod>(`${APPS}/pods?labelSelector=app.kubernetes.io/name=${name}`);
  return pods
    .filter(({ metadata, status }) => {
      const isReady = status.conditions?.some((each) => each.type === "Ready" && each.status === "True");
      return isReady && !metadata.deletionTimestamp;
    })
    .map(({ metadata }) => metadata.name);
}

async function started() {
  const url = await labMcp(
    {
      ...approving,
      LAB_MCP_DATA_DIR: folder(),
      LAB_MCP_KUBERNETES_URL: cluster.lone.plane.admin.server,
      LAB_MCP_ACCOUNT_DIR: account,
    },
    JSON.parse(plainText(resolve(derived("catalogue"), serviceNamed(lab, "lab-mcp"), lab))),
  );
  const { call } = await client(url);
  return async (tool: string, args: object) => {
    const { text } = await call(tool, { reason: "seen from a test of it", ...args });
    const id = idIn(text);
    await decide(url, id, "approve");
    return vi.waitFor(async () => {
      const found = (await actionsOf(url)).find((each) => each.id === id);
      expect(found?.ended, text).toBeDefined();
      return `${found?.state}: ${found?.ended?.note}`;
    }, PATIENCE);
  };
}

test("a restart ends its pods one after the other, and others are ready in their place", {
  timeout: 120_000,
}, async () => {
  const act = await started();
  const before = await ready("films");
  expect(await act("propose_restart", { service: "films" })).toBe(
    "done: 2 of 2 pods were ended, and others are ready in their place.",
  );
  const after = await ready("films");
  expect(after).toHaveLength(2);
  expect(after.filter((each) => before.includes(each))).toEqual([]);
});

test("copies are as many as was approved", { timeout: 120_000 }, async () => {
  const act = await started();
  expect(await act("propose_scale", { service: "films", copies: 3 })).toMatch(
    /^done: There are to be 3, in the place of 2,/,
  );
  await vi.waitFor(async () => expect(await ready("films")).toHaveLength(3), PATIENCE);
  expect(await act("propose_scale", { service: "films", copies: 0 })).toMatch(
    /^done: There are to be 0, in the place of 3,/,
  );
  await vi.waitFor(async () => expect(await ready("films")).toHaveLength(0), PATIENCE);
  expect(await act("propose_restart", { service: "films" })).toMatch(/^failed: Nothing of films runs/);
});

test("what guards a service is heard: not one of its pods is ended", { timeout: 120_000 }, async () => {
  const act = await started();
  const before = await ready("guarded");
  expect(await act("propose_restart", { service: "guarded" })).toMatch(
    /^failed: The cluster answers 429: Cannot evict pod/,
  );
  expect((await ready("guarded")).toSorted()).toEqual(before.toSorted());
});

test("its rights end there: no secret, no new pod, and nothing of what a pod is", async () => {
  const may = async (verb: string, resource: string, group = "") => {
    const [kind, subresource] = resource.split("/");
    const { status } = await api.post<{ status: { allowed: boolean } }>(
      "/apis/authorization.k8s.io/v1/subjectaccessreviews",
      {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: {
          user: "system:serviceaccount:apps:lab-mcp",
          resourceAttributes: { verb, resource: kind, subresource, group, namespace: "apps" },
        },
      },
    );
    return status.allowed;
  };
  expect(await may("create", "pods/eviction")).toBe(true);
  expect(await may("patch", "deployments/scale", "apps")).toBe(true);
  for (const [verb, resource, group] of [
    ["get", "secrets"],
    ["create", "pods"],
    ["delete", "pods"],
    ["create", "pods/exec"],
    ["get", "pods/log"],
    ["patch", "deployments", "apps"],
    ["delete", "deployments", "apps"],
    ["create", "clusterrolebindings", "rbac.authorization.k8s.io"],
  ] as const)
    expect(await may(verb, resource, group), `${verb} ${resource}`).toBe(false);
});

test("a token that the cluster does not know is one sentence", async () => {
  const good = readFileSync(join(account, "token"), "utf8");
  writeFileSync(join(account, "token"), "no-such-token");
  try {
    const act = await started();
    expect(await act("propose_restart", { service: "guarded" })).toBe(
      "failed: The cluster answers 401: Unauthorized",
    );
  } finally {
    writeFileSync(join(account, "token"), good);
  }
});
