import { describe, expect, test } from "vitest";
import { labWith } from "../../components/testing/index.ts";
import { contentsOf, nodesOf } from "./index.ts";

const { inventory } = labWith();

function nodeNamed(name: string, cluster = "core", of = inventory) {
  const found = nodesOf(cluster, of).find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`no node ${name}`);
  return found;
}

describe("a node", () => {
  test("can hold what its machine has", () => {
    expect(nodeNamed("core-server").status).toMatchObject({
      capacity: { cpu: "8", memory: "32Gi", "ephemeral-storage": "100G", pods: "110" },
      addresses: [
        { type: "InternalIP", address: "192.168.1.20" },
        { type: "Hostname", address: "core-server" },
      ],
      nodeInfo: { kubeletVersion: "v1.34.3+k3s1", architecture: "amd64" },
    });
    expect(nodeNamed("core-server").status.capacity).not.toHaveProperty("nvidia.com/gpu");
  });

  test("keeps back what it needs for itself, and more where it is to stay half empty", () => {
    expect(nodeNamed("core-server").status.allocatable).toMatchObject({ cpu: "7500m", memory: "31457280Ki" });
    expect(nodeNamed("core-arm").status.allocatable).toMatchObject({ cpu: "3900m", memory: "7864320Ki" });
    const { core } = inventory.clusters;
    const half = { ...core?.nodes["core-server"], memoryAtMost: "50%" };
    const clusters = { core: { ...core, nodes: { "core-server": half } } } as typeof inventory.clusters;
    const { status } = nodeNamed("core-server", "core", { ...inventory, clusters });
    expect(status.allocatable.memory).toBe("16777216Ki");
  });

  test("has the slices of its card: those that are counted, and none of a card that nobody counts", () => {
    expect(nodeNamed("core-gpu").status.allocatable["nvidia.com/gpu"]).toBe("4");
    expect(nodeNamed("brain-gpu", "brain").status.allocatable["nvidia.com/gpu"]).toBe("0");
    expect(nodeNamed("brain-gpu", "brain").metadata.labels).toMatchObject({
      "nvidia.com/gpu.product": "RTX-4060",
    });
  });

  test("is called by its role, its architecture and the inventory's own labels", () => {
    const control = "node-role.kubernetes.io/control-plane";
    expect(nodeNamed("core-server").metadata.labels).toMatchObject({ [control]: "true" });
    expect(nodeNamed("core-gpu").metadata.labels).toMatchObject({
      gpu: "yes",
      "kubernetes.io/hostname": "core-gpu",
    });
    expect(nodeNamed("core-gpu").metadata.labels).not.toHaveProperty(control);
    expect(nodeNamed("core-arm").metadata.labels).toMatchObject({ "kubernetes.io/arch": "arm64" });
    expect(nodeNamed("core-arm").status.nodeInfo).toMatchObject({ architecture: "arm64" });
  });

  test("keeps others away where it is reserved, and only there", () => {
    const taints = [{ key: "homelab/reserved", value: "true", effect: "NoSchedule" }];
    expect(nodeNamed("core-gpu").spec).toEqual({ taints });
    expect(nodeNamed("core-server").spec).toEqual({});
  });

  test("whose machine says what its disk is has that, in a unit that Kubernetes reads", () => {
    const machine = { ...inventory.machines["core-arm"], disk: "512GB" };
    const machines = { ...inventory.machines, "core-arm": machine } as typeof inventory.machines;
    const { status } = nodeNamed("core-arm", "core", { ...inventory, machines });
    expect(status.capacity["ephemeral-storage"]).toBe("512G");
  });

  test("whose card has a name that no label may hold is called by what is left of it", () => {
    const gpu = { model: "RTX 4090 (24 GB, Founder's)", vram: "24Gi" };
    const machines = { ...inventory.machines, pve: { ...inventory.machines.pve, gpu } };
    const { metadata } = nodeNamed("core-gpu", "core", { ...inventory, machines } as typeof inventory);
    expect(metadata.labels?.["nvidia.com/gpu.product"]).toBe("RTX-4090-24-GB-Founder-s");
  });
});

test("a cluster that there is not has no nodes, and says so", () => {
  expect(() => nodesOf("nowhere", inventory)).toThrow("nowhere is no cluster of this lab");
});

describe("what k3s has put into a cluster", () => {
  const classes = (cluster: string) =>
    Object.values(contentsOf(cluster, inventory))
      .filter(({ kind }) => kind === "StorageClass")
      .map(({ metadata, volumeBindingMode }) => [
        metadata.name,
        metadata.annotations?.["storageclass.kubernetes.io/is-default-class"],
        volumeBindingMode,
      ]);

  test("local disks everywhere, and replicated ones where the inventory says so; one is for whoever names none", () => {
    expect(classes("core")).toEqual([
      ["local-path", "false", "WaitForFirstConsumer"],
      ["longhorn", "true", "Immediate"],
    ]);
    expect(classes("brain")).toEqual([["local-path", "true", "WaitForFirstConsumer"]]);
  });

  test("an ingress class where there is an ingress", () => {
    const ingress = "/apis/networking.k8s.io/v1/ingressclasses/traefik";
    expect(contentsOf("core", inventory)).toHaveProperty([ingress]);
    expect(contentsOf("brain", inventory)).not.toHaveProperty([ingress]);
  });
});
