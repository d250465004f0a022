import { describe, expect, test } from "vitest";
import { containerOf, planned, podOf } from "./testing.ts";

const reserved = { key: "homelab/reserved", operator: "Exists", effect: "NoSchedule" };

describe("a place", () => {
  test("may be a node by name, even one that is reserved", () => {
    const pod = podOf(planned({ place: { cluster: "core", node: "core-gpu" } }));
    expect(pod.nodeSelector).toEqual({ "kubernetes.io/hostname": "core-gpu" });
    expect(pod.tolerations).toEqual([reserved]);
  });

  test("may be any node with certain labels", () => {
    const pod = podOf(planned({ place: { cluster: "core", labels: { gpu: "yes" } } }));
    expect(pod.nodeSelector).toEqual({ gpu: "yes" });
    expect(pod.tolerations).toEqual([reserved]);
  });

  test("is not a reserved node unless the service says so", () => {
    expect(podOf(planned({}))).not.toHaveProperty("tolerations");
  });

  test("is a node that can run the image, where the cluster has one that cannot", () => {
    const able = { matchExpressions: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }] };
    expect(podOf(planned({ arch: ["amd64"] })).affinity).toEqual({
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [able] } },
    });
    expect(podOf(planned({ arch: ["amd64", "arm64"] }))).not.toHaveProperty("affinity");
    expect(podOf(planned({ place: { cluster: "brain" } }))).not.toHaveProperty("affinity");
  });

  test("is preferably not that of another copy", () => {
    const pod = podOf(
      planned({ place: { cluster: "brain" }, workload: { kind: "deployment", replicas: 2 } }),
    );
    expect(pod.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toMatchObject([
      { podAffinityTerm: { topologyKey: "kubernetes.io/hostname" } },
    ]);
  });
});

describe("a GPU", () => {
  test("in slices is counted by Kubernetes, and handed out by its device plugin", () => {
    const plan = planned({ place: { cluster: "core", node: "core-gpu", gpu: { slices: 2 } } });
    expect(podOf(plan).runtimeClassName).toBe("nvidia");
    expect(containerOf(plan).resources?.limits).toMatchObject({ "nvidia.com/gpu": "2" });
    expect(containerOf(plan).env).toEqual([
      { name: "NVIDIA_DRIVER_CAPABILITIES", value: "compute,utility,video" },
    ]);
  });

  test("that nobody counts is no resource: it is seen, and used", () => {
    const plan = planned({ place: { cluster: "brain", node: "brain-gpu", gpu: { slices: 1 } } });
    expect(podOf(plan).runtimeClassName).toBe("nvidia");
    expect(containerOf(plan).resources?.limits).not.toHaveProperty("nvidia.com/gpu");
    expect(containerOf(plan).env).toContainEqual({ name: "NVIDIA_VISIBLE_DEVICES", value: "all" });
  });

  test("is told what to do by the service, where it has an opinion", () => {
    const plan = planned({
      place: { cluster: "core", node: "core-gpu", gpu: { slices: 1 } },
      env: { NVIDIA_DRIVER_CAPABILITIES: "all" },
    });
    expect(containerOf(plan).env).toEqual([{ name: "NVIDIA_DRIVER_CAPABILITIES", value: "all" }]);
  });

  test("is not seen by others", () => {
    expect(podOf(planned({}))).not.toHaveProperty("runtimeClassName");
    expect(containerOf(planned({}))).not.toHaveProperty("env");
  });
});
