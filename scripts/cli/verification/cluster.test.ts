import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { planCluster } from "../../../components/kubernetes/index.ts";
import { generated, secretValue } from "../../../components/service/index.ts";
import { labWith, programs, service } from "../../../components/testing/index.ts";
import { type Check, isMeant, planVerification } from "../../../components/verification/index.ts";
import { type KubeApi, rootOf } from "../../../sandbox/control-plane/index.ts";
import { TestCluster } from "../../../sandbox/testing/index.ts";
import { NotSeen } from "./answer.ts";
import { clusterPlace } from "./cluster.ts";
import { once } from "./place.ts";
import { verify } from "./verify.ts";

/** A real API server with its controllers and scheduler: each thing is broken there once, and found by its name. */
const lab = labWith(
  service({
    workload: { kind: "deployment", replicas: 2 },
    secrets: { key: generated(32) },
    env: { KEY: secretValue("key") },
  }),
  service({ name: "tick", workload: { kind: "cron", schedule: "0 * * * *" }, health: undefined, ports: {} }),
);
const checks = planVerification({ lab, programs, lifecycles: ["production"], gitops: [] }).filter(
  ({ place, madeBy }) => place === "core" && madeBy === undefined,
);

let cluster: TestCluster;
let api: KubeApi;
let kubeconfig: string;

vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  cluster = await TestCluster.start("core", lab);
  api = cluster.api;
  kubeconfig = readFileSync(cluster.kubeconfig, "utf8");
  const { namespaces, services } = planCluster("core", lab, programs, ["production"]);
  for (const { namespace, contents } of Object.values(namespaces))
    for (const each of [namespace, ...Object.values(contents)]) await put(each);
  for (const { plan } of services) for (const each of Object.values(plan)) await put(each);
  await vi.waitFor(async () => expect(await wrong(checks)).toEqual({}), { timeout: 90_000, interval: 500 });
}, 1_200_000);
afterAll(() => cluster?.stop());

interface Made {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

function pathOf({ apiVersion, kind, metadata: { name, namespace } }: Made): string {
  const plural = kind.toLowerCase().replace(/y$/, "ie");
  return `${rootOf(apiVersion)}${namespace ? `/namespaces/${namespace}` : ""}/${plural}s/${name}`;
}

async function put(object: Made): Promise<void> {
  const opened = object.kind === "Secret" ? { ...object, stringData: { key: "canary-of-a-secret" } } : object;
  await api.apply(pathOf(object), opened);
}

/** What is not well, in its words, by the check's own name. */
async function wrong(asked: Check[], text = kubeconfig, status = "failed"): Promise<Record<string, string>> {
  const opened: { close(): void }[] = [];
  const of = once(async (name) => {
    const place = clusterPlace(name, text);
    opened.push(place);
    return place;
  });
  const answers = once(async (name) => (await of(name)).answer());
  const network = Promise.reject(new NotSeen("no page is asked for here"));
  network.catch(() => {});
  const results = await verify(asked, { places: { of, answers, network }, absent: {}, now: new Date() });
  for (const each of opened) each.close();
  return Object.fromEntries(
    results.flatMap(({ check, finding }) =>
      finding.status === status
        ? [[check.id, finding.status === "unseen" ? finding.because : finding.saw]]
        : [],
    ),
  );
}

const workloads = "/apis/apps/v1/namespaces/apps/deployments/web";
const policies = "/apis/networking.k8s.io/v1/namespaces/apps/networkpolicies";
const tick = "/apis/batch/v1/namespaces/apps/cronjobs/tick";

test.each<[string, () => Promise<unknown>, string, string]>([
  [
    "a workload that was scaled by hand",
    () => api.merge(workloads, { spec: { replicas: 0 } }),
    "core/workloads/web",
    "is told to run 0 pods, and 2 are declared",
  ],
  [
    "a pod that finds no node",
    () =>
      api.merge(workloads, {
        spec: { replicas: 2, template: { spec: { nodeSelector: { nowhere: "yes" } } } },
      }),
    "core/workloads/web",
    "finds no node",
  ],
  ["a policy that is gone", () => api.delete(`${policies}/web`), "core/network/web", "missing: apps/web"],
  [
    "a namespace that was opened",
    () => api.merge(`${policies}/default-deny`, { spec: { ingress: [{}] } }),
    "core/namespaces/apps",
    "nothing denies by default",
  ],
  [
    "a secret that is gone",
    () => api.delete("/api/v1/namespaces/apps/secrets/web"),
    "core/secrets/web",
    "apps/web",
  ],
  [
    "a job that is held back",
    () => api.merge(tick, { spec: { suspend: true } }),
    "core/workloads/tick",
    "is suspended",
  ],
  [
    "a node that was cordoned",
    () => api.merge("/api/v1/nodes/core-arm", { spec: { unschedulable: true } }),
    "core/nodes/core-arm",
    "it is cordoned",
  ],
  [
    "a storage class that is gone",
    () => api.delete("/apis/storage.k8s.io/v1/storageclasses/longhorn"),
    "core/storage/longhorn",
    "no such storage class",
  ],
])("%s is found", async (_what, damage, id, words) => {
  await damage();
  const meant = checks.filter((check) => isMeant(check, id));
  await vi.waitFor(async () => expect((await wrong(meant))[id] ?? "well").toContain(words), {
    timeout: 30_000,
    interval: 300,
  });
});

test("of a secret its name is asked for, and nothing that is in it", async () => {
  await put({ apiVersion: "v1", kind: "Secret", metadata: { name: "other", namespace: "apps" } });
  const place = clusterPlace("core", kubeconfig);
  const secrets = (await place.objects?.("Secret")) ?? [];
  place.close();
  expect(secrets.map(({ metadata }) => metadata.name)).toContain("other");
  expect(JSON.stringify(secrets)).not.toContain(Buffer.from("canary-of-a-secret").toString("base64"));
});

test("whoever may not look is told so, and nothing passes that nobody saw", async () => {
  const config = JSON.parse(kubeconfig);
  const anonymous = JSON.stringify({ ...config, users: [{ name: config.users[0].name, user: {} }] });
  const unseen = await wrong(checks, anonymous, "unseen");
  expect(unseen["core/workloads/web"]).toMatch(/may not read|does not take the credentials/);
  const seen = Object.keys(await wrong(checks, anonymous, "ok"));
  expect(seen.filter((id) => id !== "core/access/api")).toEqual([]);
});

test("a cluster that does not answer is one check that failed, in bounded time, and the rest was not seen", async () => {
  const config = JSON.parse(kubeconfig);
  const [{ cluster: inner, name }] = config.clusters;
  const away = { ...config, clusters: [{ name, cluster: { ...inner, server: "https://127.0.0.1:9" } }] };
  const text = JSON.stringify(away);
  expect(Object.keys(await wrong(checks, text))).toEqual(["core/access/api"]);
  const unseen = await wrong(checks, text, "unseen");
  expect(Object.keys(unseen)).toHaveLength(checks.length - 1);
  expect(new Set(Object.values(unseen))).toEqual(new Set(["core does not answer"]));
});
