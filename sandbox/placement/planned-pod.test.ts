import { expect, test } from "vitest";
import { labWith, service } from "../../components/testing/index.ts";
import { nodesOf } from "../control-plane/index.ts";
import { type PlannedPod, plannedPods } from "./index.ts";

const LIVE = ["production", "experimental"];

function podsOn(cluster: string, ...specs: Parameters<typeof labWith>): PlannedPod[] {
  const lab = labWith(...specs);
  return plannedPods(cluster, lab, LIVE, nodesOf(cluster, lab.inventory));
}

const names = (pods: PlannedPod[]) => pods.map(({ name }) => name);

test("a deployment has as many pods as copies, or as few as its autoscaler leaves it", () => {
  const copies = service({ name: "web", workload: { kind: "deployment", replicas: 2 } });
  const scaled = service({ name: "api", scale: { min: 3, max: 9, cpu: 70 } });
  expect(names(podsOn("core", copies, scaled)).sort()).toEqual(["api-0", "api-1", "api-2", "web-0", "web-1"]);
});

test("each pod of a stateful service brings a disk of its own", () => {
  const pods = podsOn(
    "core",
    service({
      name: "store",
      workload: { kind: "stateful", replicas: 2 },
      volumes: { "/data": { kind: "claim", size: "5Gi", backup: "daily" } },
    }),
  );
  expect(pods.map(({ claims }) => claims)).toEqual(
    [0, 1].map((index) => [
      { namespace: "apps", name: `data-store-${index}`, size: "5Gi", class: "longhorn" },
    ]),
  );
  expect(pods[1]?.spec.volumes).toContainEqual({
    name: "data",
    persistentVolumeClaim: { claimName: "data-store-1" },
  });
});

test("a pod has the disks of its service, and a share of a file server is of no class", () => {
  const [pod] = podsOn(
    "core",
    service({
      volumes: {
        "/data": { kind: "claim", size: "5Gi", backup: "daily", class: "local-path" },
        "/media": { kind: "share", share: "nas/media" },
      },
    }),
  );
  expect(pod?.claims.map((claim) => claim.class).sort()).toEqual(["", "local-path"]);
  const used = pod?.spec.volumes?.flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
  expect(pod?.claims.map(({ name }) => name).sort()).toEqual(used?.sort());
});

test("a daemon has a copy for each node that can run it, bound to that node", () => {
  const bound = (pods: PlannedPod[]) => pods.map(({ spec }) => spec.affinity);
  const terms = (node: string) => ({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] }],
      },
    },
  });
  const everywhere = service({ workload: { kind: "daemon" }, arch: ["amd64", "arm64"] });
  expect(bound(podsOn("core", everywhere))).toEqual(["core-server", "core-gpu", "core-arm"].map(terms));
  const amd64 = service({ workload: { kind: "daemon" } });
  expect(bound(podsOn("core", amd64))).toEqual(["core-server", "core-gpu"].map(terms));
  const labelled = service({
    workload: { kind: "daemon" },
    place: { cluster: "core", labels: { gpu: "yes" } },
  });
  expect(bound(podsOn("core", labelled))).toEqual([terms("core-gpu")]);
  expect(podsOn("core", labelled).every(({ daemon }) => daemon)).toBe(true);
});

test("what runs once, and what runs by the clock, takes the room of one pod", () => {
  const bare = { ports: {}, health: undefined };
  const pods = podsOn(
    "core",
    { ...service({ name: "once", workload: { kind: "job" } }), ...bare } as never,
    { ...service({ name: "nightly", workload: { kind: "cron", schedule: "0 3 * * *" } }), ...bare } as never,
  );
  expect(pods.map((pod) => pod.service).sort()).toEqual(["nightly", "once"]);
  expect(pods.map(({ spec }) => spec.containers[0]?.resources?.requests)).toEqual([
    { cpu: "100m", memory: "128Mi" },
    { cpu: "100m", memory: "128Mi" },
  ]);
});

test("only what is deployed to the cluster is planned, and after what it needs", () => {
  const pods = podsOn(
    "core",
    service({ name: "web", needs: ["db"] }),
    service({ name: "db" }),
    service({ name: "draft", lifecycle: "archive" }),
    service({ name: "other", place: { cluster: "brain" } }),
  );
  expect(names(pods)).toEqual(["db-0", "web-0"]);
});
