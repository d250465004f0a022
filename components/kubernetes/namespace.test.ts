import { describe, expect, test } from "vitest";
import { type Cluster, inventory } from "../inventory/index.ts";
import { serviceNamed } from "../lab/index.ts";
import { chartService, labWith, service, testInventory } from "../testing/index.ts";
import { clusterNamed, type PlacedService } from "./cluster-service.ts";
import { namespacesOn, planNamespace } from "./namespace.ts";
import { clusterServiceNamed } from "./testing.ts";

const proxy = { cpu: "20m..500m", memory: "50Mi..250Mi" } as const;
const containers = {
  default: { cpu: "100m..1", memory: "256Mi..2Gi" },
  min: { cpu: "10m", memory: "32Mi" },
  max: { cpu: "16", memory: "32Gi" },
} as const;

function core(change: object): Cluster {
  const { clusters } = testInventory;
  const changed = { ...clusters, core: { ...clusters?.core, ...change } };
  return clusterNamed("core", { inventory: inventory.parse({ ...testInventory, clusters: changed }) });
}

const web = clusterServiceNamed("web", labWith(service()));

describe("what a namespace is allowed", () => {
  test("all its pods together: what they may ask for, and what they may use", () => {
    const cluster = core({ namespaces: { apps: { quota: { cpu: "8..24", memory: "48Gi..64Gi" } } } });
    expect(planNamespace("apps", [web], cluster).contents.quota).toMatchObject({
      kind: "ResourceQuota",
      metadata: { namespace: "apps" },
      spec: {
        hard: {
          "requests.cpu": "8",
          "limits.cpu": "24",
          "requests.memory": "48Gi",
          "limits.memory": "64Gi",
        },
      },
    });
  });

  test("each container, and what one gets that says nothing", () => {
    expect(planNamespace("apps", [web], core({ containers })).contents["limit-range"]).toMatchObject({
      kind: "LimitRange",
      spec: {
        limits: [
          {
            type: "Container",
            defaultRequest: { cpu: "100m", memory: "256Mi" },
            default: { cpu: "1", memory: "2Gi" },
            min: { cpu: "10m", memory: "32Mi" },
            max: { cpu: "16", memory: "32Gi" },
          },
        ],
      },
    });
  });

  test("is limited by nobody who says nothing of it", () => {
    const { namespace, contents } = planNamespace("apps", [web], core({}));
    expect(Object.keys(contents)).toEqual(["default-deny"]);
    expect(namespace.metadata).not.toHaveProperty("annotations");
  });
});

test("pods of a meshed namespace get a proxy of the size that was counted for it", () => {
  const cluster = core({ mesh: { proxy }, namespaces: { apps: { mesh: true }, data: {} } });
  expect(planNamespace("apps", [web], cluster).namespace.metadata.annotations).toEqual({
    "linkerd.io/inject": "enabled",
    "config.beta.linkerd.io/proxy-enable-native-sidecar": "true",
    "config.linkerd.io/proxy-cpu-request": "20m",
    "config.linkerd.io/proxy-cpu-limit": "500m",
    "config.linkerd.io/proxy-memory-request": "50Mi",
    "config.linkerd.io/proxy-memory-limit": "250Mi",
  });
  expect(planNamespace("data", [web], cluster).namespace.metadata).not.toHaveProperty("annotations");
});

test("a namespace is there for what others start in it, and for each service once", () => {
  expect(namespacesOn(core({ namespaces: { "arc-runners": {} } }), [web, web])).toEqual([
    "apps",
    "arc-runners",
  ]);
});

test("a chart's own namespace is held to what its excuse allows, and gets no defaults that its makers never saw", () => {
  const because = "it makes disks on its nodes, and hands them to their kubelets";
  const disks = chartService({ name: "disks", waive: { "node-access": { because, until: "2027-06-30" } } });
  const placed = serviceNamed(labWith(disks), "disks") as PlacedService;
  const { namespace, contents } = planNamespace(placed.namespace, [placed], core({ containers }));
  expect(namespace.metadata.labels).toMatchObject({ "pod-security.kubernetes.io/enforce": "privileged" });
  expect(contents).not.toHaveProperty("limit-range");
  const declared = core({ containers, namespaces: { [placed.namespace]: {} } });
  expect(planNamespace(placed.namespace, [placed], declared).contents).toHaveProperty("limit-range");
});
