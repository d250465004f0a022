import { describe, expect, test } from "vitest";
import type { Properties } from "../../framework/value.ts";
import { gvkOf } from "../token.ts";
import { reasonsOfPod, selectorText } from "./pods.ts";
import type { View } from "./rule.ts";
import { ruleFor } from "./rules.ts";

/** What a rule says of an object, with others around it. */
function verdict(type: string, object: Properties, { others = {}, waitedMs = 0 } = {}): string {
  const around: Record<string, Properties[]> = others;
  const view: View = { all: ({ kind }) => around[kind] ?? [], waitedMs };
  const said = ruleFor(gvkOf(type), object)?.judge(object, view);
  if (!said) return "no rule";
  return said.is === "waiting" ? said.for : said.is === "failed" ? `failed: ${said.because}` : "ready";
}

const condition = (type: string, status: string, reason = "", message = "") => ({
  type,
  status,
  reason,
  message,
});

describe("a Deployment", () => {
  const type = "kubernetes:apps/v1:Deployment";
  const rolledOut = [
    condition("Available", "True"),
    condition("Progressing", "True", "NewReplicaSetAvailable"),
  ];
  const web = (status: Properties, spec: Properties = { replicas: 2 }) => ({
    metadata: { generation: 2 },
    spec,
    status,
  });
  const full = { observedGeneration: 2, updatedReplicas: 2, readyReplicas: 2, conditions: rolledOut };

  test.each<[string, Properties, string]>([
    ["is ready with its rollout", web(full), "ready"],
    [
      "is not judged by what its controller said earlier",
      web({ ...full, observedGeneration: 1 }),
      "[1/2] Waiting for its controller to take it up",
    ],
    [
      "waits for the Pods of the new template, not for the old ones",
      web({ ...full, updatedReplicas: 1 }),
      "[2/2] Waiting for Pods to be ready (1 of 2)",
    ],
    [
      "waits for Pods that a scaling has added, though nothing rolls out",
      web({ ...full, updatedReplicas: 3 }, { replicas: 3 }),
      "[2/2] Waiting for Pods to be ready (2 of 3)",
    ],
    ["of no Pods is ready", web({ observedGeneration: 2 }, { replicas: 0 }), "ready"],
  ])("%s", (_, object, said) => expect(verdict(type, object)).toBe(said));
});

describe("a StatefulSet", () => {
  const type = "kubernetes:apps/v1:StatefulSet";
  const status = {
    observedGeneration: 1,
    replicas: 3,
    readyReplicas: 3,
    updatedReplicas: 1,
    currentRevision: "a",
    updateRevision: "b",
  };
  const set = (updateStrategy: Properties, more: Properties = {}) => ({
    metadata: { generation: 1 },
    spec: { replicas: 3, updateStrategy },
    status: { ...status, ...more },
  });

  test.each<[string, Properties, string]>([
    [
      "waits until all have the new revision",
      set({ type: "RollingUpdate" }),
      "[2/2] Waiting for Pods to be ready (1 of 3)",
    ],
    ["is ready when they have", set({}, { currentRevision: "b", updatedReplicas: 3 }), "ready"],
    ["that is updated by hand is not waited for", set({ type: "OnDelete" }), "ready"],
    ["that is rolled out in part is ready with that part", set({ rollingUpdate: { partition: 2 } }), "ready"],
  ])("%s", (_, object, said) => expect(verdict(type, object)).toBe(said));
});

describe("a Job", () => {
  const job = (status: Properties, spec: Properties = {}) =>
    verdict("kubernetes:batch/v1:Job", { spec, status });

  test("that has failed for good is not waited for", () => {
    const conditions = [
      condition("Failed", "True", "BackoffLimitExceeded", "Job has reached the specified backoff limit"),
    ];
    expect(job({ conditions })).toBe(
      "failed: [BackoffLimitExceeded] Job has reached the specified backoff limit",
    );
  });

  test("is ready when it is complete, or suspended", () => {
    expect(job({ startTime: "now", conditions: [condition("Complete", "True")] })).toBe("ready");
    expect(job({}, { suspend: true })).toBe("ready");
    expect(job({ startTime: "now", active: 1 })).toContain("1 active");
  });
});

describe("a Service", () => {
  const type = "kubernetes:core/v1:Service";
  const service = (spec: Properties, status: Properties = {}) => ({
    metadata: { name: "web" },
    spec,
    status,
  });
  const slice = (ready: boolean) => ({
    metadata: { labels: { "kubernetes.io/service-name": "web" } },
    endpoints: [{ conditions: { ready } }],
  });
  const chosen = service({ selector: { app: "web" }, clusterIP: "10.43.0.7" });

  test("waits for the Pods behind it, as far as there are any", () => {
    expect(verdict(type, chosen)).toContain("Finding Pods");
    expect(verdict(type, chosen, { others: { EndpointSlice: [slice(false)] } })).toContain("(1 not ready)");
    expect(verdict(type, chosen, { others: { EndpointSlice: [slice(true)] } })).toBe("ready");
    expect(verdict(type, chosen, { others: { EndpointSlice: [{ ...slice(true), endpoints: [] }] } })).toBe(
      "ready",
    );
  });

  test.each<[string, Properties]>([
    ["headless", { selector: { app: "web" }, clusterIP: "None" }],
    ["without a selector", { clusterIP: "10.43.0.7" }],
    ["of a name outside", { type: "ExternalName", selector: { app: "web" } }],
  ])("that is %s waits for nobody", (_, spec) => expect(verdict(type, service(spec))).toBe("ready"));

  test("of a load balancer waits for its address", () => {
    const balanced = { type: "LoadBalancer" };
    expect(verdict(type, service(balanced))).toContain("load balancer");
    expect(verdict(type, service(balanced, { loadBalancer: { ingress: [{ ip: "192.0.2.7" }] } }))).toBe(
      "ready",
    );
  });
});

test("an Ingress waits for the Services of its paths, and for where it listens", () => {
  const type = "kubernetes:networking.k8s.io/v1:Ingress";
  const spec = { rules: [{ http: { paths: [{ backend: { service: { name: "web" } } }] } }] };
  const status = { loadBalancer: { ingress: [{ ip: "192.0.2.7" }] } };
  expect(verdict(type, { metadata: {}, spec, status })).toContain("(missing: web)");
  expect(verdict(type, { metadata: {}, spec, status }, { waitedMs: 61_000 })).toBe("ready");
  const external = { metadata: { name: "web" }, spec: { type: "ExternalName" } };
  expect(verdict(type, { metadata: {}, spec, status }, { others: { Service: [external] } })).toBe("ready");
  expect(verdict(type, { metadata: {}, spec }, { others: { Service: [external] } })).toContain(
    "ingress controller",
  );
});

describe("a wish of the program", () => {
  const wish = (text: string, object: Properties) =>
    verdict("kubernetes:lab.example/v1:Film", {
      ...object,
      metadata: { annotations: { "pulumi.com/waitFor": text } },
    });
  const conditions = [condition("Ready", "True"), condition("Degraded", "False")];

  test.each<[string, Properties, boolean]>([
    ["condition=Ready", { status: { conditions } }, true],
    ["condition=Degraded", { status: { conditions } }, false],
    ["condition=Degraded=False", { status: { conditions } }, true],
    ["jsonpath={.status.phase}=Running", { status: { phase: "Running" } }, true],
    ["jsonpath={.status.phase}=Running", { status: { phase: "Pending" } }, false],
    ["jsonpath={.status.phase}", { status: {} }, false],
    ["jsonpath=.status.addresses[0].ip", { status: { addresses: [{ ip: "a" }] } }, true],
    ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', { status: { conditions } }, true],
    ["jsonpath={.status['a.b']}=1", { status: { "a.b": 1 } }, true],
    [
      "jsonpath={.status.pods[*].ready}=true",
      { status: { pods: [{ ready: false }, { ready: true }] } },
      true,
    ],
    ['["condition=Ready","jsonpath={.status.seen}"]', { status: { conditions } }, false],
  ])("%s of %j: %s", (text, object, met) => expect(wish(text, object) === "ready").toBe(met));

  test.each(["Ready", "[]", "jsonpath={.a[}"])("that cannot be read (%s) is refused", (text) => {
    expect(() => wish(text, {})).toThrow(/cannot be/);
  });
});

describe("a Pod", () => {
  const pod = (status: Properties) => reasonsOfPod({ metadata: { namespace: "apps", name: "web" }, status });

  test("says why it is not ready, in the words of who knows", () => {
    const message = "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.";
    expect(pod({ conditions: [condition("PodScheduled", "False", "Unschedulable", message)] })).toEqual([
      `Pod apps/web: [Unschedulable] ${message}`,
    ]);
    const waiting = { reason: "ImagePullBackOff", message: 'Back-off pulling image "web:1"' };
    expect(pod({ containerStatuses: [{ name: "main", ready: false, state: { waiting } }] })).toEqual([
      'Pod apps/web: container main [ImagePullBackOff] Back-off pulling image "web:1"',
    ]);
    const lastState = { terminated: { exitCode: 137, reason: "OOMKilled" } };
    const crashing = {
      name: "main",
      ready: false,
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState,
    };
    expect(pod({ containerStatuses: [crashing] })).toEqual([
      "Pod apps/web: container main [CrashLoopBackOff]",
      "Pod apps/web: container main [OOMKilled] (exit code 137)",
    ]);
  });

  test("that has only just begun has nothing to say", () => {
    expect(
      pod({
        containerStatuses: [
          { name: "main", ready: false, state: { waiting: { reason: "ContainerCreating" } } },
        ],
      }),
    ).toEqual([]);
  });

  test("is found by what its controller selects", () => {
    const matchExpressions = [
      { key: "tier", operator: "In", values: ["a", "b"] },
      { key: "old", operator: "DoesNotExist" },
    ];
    expect(selectorText({ matchLabels: { app: "web" }, matchExpressions })).toBe(
      "app=web,tier in (a,b),!old",
    );
  });
});
