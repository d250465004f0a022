import { describe, expect, test } from "vitest";
import { condition, judged, named } from "./testing.ts";

describe("a node", () => {
  const node = (more: object) => ({
    Node: [
      named(
        "core-gpu",
        {
          status: {
            ...condition("Ready", "True"),
            allocatable: { "nvidia.com/gpu": "4" },
            nodeInfo: { kubeletVersion: "v1.34.3+k3s1" },
          },
          ...more,
        },
        "",
      ),
    ],
  });
  const status = (more: object) => ({ status: { ...node({}).Node[0]?.status, ...more } });
  test.each([
    ["as declared", {}, "ready, v1.34.3+k3s1, 4 slices"],
    ["not ready", status(condition("Ready", "False", "kubelet stopped")), "is not ready: kubelet stopped"],
    ["cordoned", { spec: { unschedulable: true } }, "it is cordoned"],
    ["of another version", status({ nodeInfo: { kubeletVersion: "v1.33.0+k3s1" } }), "runs v1.33.0+k3s1"],
    ["without its card", status({ allocatable: {} }), "offers 0 slices of its card, and 4 are declared"],
    [
      "out of disk",
      status({
        conditions: [
          ...condition("Ready", "True").conditions,
          ...condition("DiskPressure", "True", "no space").conditions,
        ],
      }),
      "is short of something: no space",
    ],
  ])("%s", (_what, more, words) => {
    expect(judged("core/nodes/core-gpu", node(more))).toMatchObject({ saw: expect.stringContaining(words) });
  });
  test("that is none of the cluster", () => {
    expect(judged("core/nodes/core-gpu", {})).toMatchObject({
      status: "failed",
      saw: "is no node of the cluster",
    });
  });
});

describe("a workload", () => {
  const labels = { "app.kubernetes.io/name": "web" };
  const web = (replicas: number, status: object) => ({
    Deployment: [named("web", { spec: { replicas, selector: { matchLabels: labels } }, status })],
    Pod: [
      {
        metadata: { name: "web-1", namespace: "apps", labels },
        status: {
          conditions: [{ type: "Ready", status: "False", message: "containers with unready status" }],
          containerStatuses: [
            {
              name: "web",
              ready: false,
              restartCount: 7,
              state: { waiting: { reason: "CrashLoopBackOff" } },
            },
          ],
        },
      },
    ],
  });
  const ready = { readyReplicas: 2, updatedReplicas: 2 };
  test("runs in any number that its autoscaler may choose", () => {
    expect(judged("core/workloads/web", web(2, ready)).status).toBe("ok");
    expect(judged("core/workloads/web", web(5, { readyReplicas: 5, updatedReplicas: 5 }))).toMatchObject({
      saw: "is told to run 5 pods, and 2 to 4 are declared",
    });
  });
  test("is not ready, and its pods say why", () => {
    expect(judged("core/workloads/web", web(2, { readyReplicas: 1, updatedReplicas: 2 }))).toMatchObject({
      status: "failed",
      saw: "1 of 2 are ready; web-1: web waits: CrashLoopBackOff, started again 7 times",
      fix: expect.stringContaining("kubectl -n apps describe pods -l app.kubernetes.io/name=web"),
    });
    expect(judged("core/workloads/web", {})).toMatchObject({ saw: "there is no such Deployment" });
    expect(judged("core/workloads/web", web(2, { ...ready, updatedReplicas: 1 }))).toMatchObject({
      saw: "1 of 2 are of an older version still",
    });
  });
  const tick = (more: object, created = "2026-11-01T00:00:00Z") => ({
    CronJob: [
      {
        metadata: { name: "tick", namespace: "apps", creationTimestamp: created },
        spec: { schedule: "0 * * * *" },
        ...more,
      },
    ],
  });
  test.each([
    [
      "in time",
      tick({ status: { lastSuccessfulTime: "2026-11-22T11:00:20Z" } }),
      "ok",
      "succeeded 60 minutes ago",
    ],
    [
      "late",
      tick({ status: { lastSuccessfulTime: "2026-11-22T08:00:20Z" } }),
      "failed",
      "succeeded 4 hours ago",
    ],
    ["never", tick({}), "failed", "has never succeeded"],
    ["held back", tick({ spec: { schedule: "0 * * * *", suspend: true } }), "failed", "is suspended"],
    ["gone", {}, "failed", "there is no such CronJob"],
  ])("that runs by the clock: %s", (_what, objects, status, words) => {
    expect(judged("core/workloads/tick", objects)).toMatchObject({
      status,
      saw: expect.stringContaining(words),
    });
  });
  test("that is too new to have run was not seen", () => {
    expect(judged("core/workloads/tick", tick({}, "2026-11-22T11:50:00Z")).status).toBe("unseen");
  });
  test("of a chart is known by whose it is", () => {
    const own = { "meta.helm.sh/release-name": "certs" };
    const made = (status: object) => ({
      Deployment: [
        { metadata: { name: "x", namespace: "certs", annotations: own }, spec: { replicas: 1 }, status },
      ],
    });
    expect(judged("core/workloads/certs", made({ readyReplicas: 1, updatedReplicas: 1 })).status).toBe("ok");
    expect(judged("core/workloads/certs", made({}))).toMatchObject({
      saw: expect.stringContaining("x: 0 of 1"),
    });
    expect(judged("core/workloads/certs", {})).toMatchObject({ saw: "the cluster runs nothing of it" });
  });
});

test("a namespace that is open, or not counted, is not as declared", () => {
  const closed = named("default-deny", { spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } });
  const there = { Namespace: [named("apps", { status: { phase: "Active" } }, "")] };
  expect(judged("core/namespaces/apps", { ...there, NetworkPolicy: [closed] }).status).toBe("ok");
  const open = { ...closed, spec: { ...closed.spec, ingress: [{}] } };
  expect(judged("core/namespaces/apps", { ...there, NetworkPolicy: [open] })).toMatchObject({
    saw: "nothing denies by default what nobody asked for",
  });
  expect(judged("core/namespaces/apps", {})).toMatchObject({ saw: "there is no such namespace" });
  expect(judged("core/network/web", {})).toMatchObject({ saw: "missing: apps/web" });
});

test("a certificate is issued, and has not ended", () => {
  const id = "core/certificates/certificate-web-lan";
  const certificate = (notAfter: string, status = "True") => ({
    Certificate: [named("web-lan", { status: { ...condition("Ready", status, "issuing"), notAfter } })],
  });
  expect(judged(id, certificate("2027-02-01T00:00:00Z")).status).toBe("ok");
  expect(judged(id, certificate("2026-11-21T00:00:00Z"))).toMatchObject({
    saw: expect.stringContaining("has ended"),
  });
  expect(judged(id, certificate("2026-11-25T00:00:00Z"))).toMatchObject({
    saw: expect.stringContaining("ends soon"),
  });
  expect(judged(id, certificate("2027-02-01T00:00:00Z", "False"))).toMatchObject({ saw: "web-lan: issuing" });
});

test("an autoscaler that reads no figures, a route that nobody took, a secret that stayed shut", () => {
  const hpa = condition("ScalingActive", "False", "no metrics");
  expect(
    judged("core/scaling/horizontalpodautoscaler-web", {
      HorizontalPodAutoscaler: [named("web", { status: hpa })],
    }),
  ).toMatchObject({ status: "failed", saw: "web: no metrics" });
  expect(judged("core/ingress/web", { Ingress: [named("web")] })).toMatchObject({ status: "failed" });
  const shut = named("web", { status: condition("Synced", "False", "no key could decrypt secret") });
  expect(judged("core/gitops/sealed-secrets", { SealedSecret: [shut] })).toMatchObject({
    saw: "apps/web: no key could decrypt secret",
  });
  const app = named("media", { status: { sync: { status: "OutOfSync" }, health: { status: "Healthy" } } });
  expect(judged("core/gitops/applications", { Application: [app] })).toMatchObject({
    saw: "media is OutOfSync and Healthy",
  });
});
