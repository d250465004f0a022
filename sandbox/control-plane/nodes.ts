import {
  type ClusterNode,
  type Computer,
  computer,
  gpuOf,
  type Inventory,
  roomFor,
} from "../../components/inventory/index.ts";
import { cpuOf } from "../../components/units/index.ts";
import type { KubeObject } from "./api.ts";

/** What a node without a declared disk has for its system and its pods' scratch space. */
const nominalDisk = "100Gi";

/** A node as its kubelet would report it: what it can hold, and what it is called by. */
export interface Node extends KubeObject {
  spec: { taints?: Taint[] };
  status: {
    capacity: Record<string, string>;
    allocatable: Record<string, string>;
    addresses: { type: string; address: string }[];
    [more: string]: unknown;
  };
}

interface Taint {
  key: string;
  value?: string;
  effect: string;
}

/** The nodes of a cluster, from the machines of the inventory. */
export function nodesOf(cluster: string, inventory: Inventory): Node[] {
  const declared = inventory.clusters[cluster];
  if (!declared) throw new Error(`${cluster} is no cluster of this lab`);
  return Object.entries(declared.nodes).flatMap(([name, node]) => {
    const machine = computer(inventory.machines[name]);
    return machine ? [nodeOf(name, node, machine, node.version ?? declared.version, inventory)] : [];
  });
}

/** Where the nodes are reached from inside the house. */
export function addressesOf(nodes: readonly Node[]): string[] {
  return nodes
    .flatMap(({ status }) => status.addresses)
    .filter(({ type }) => type === "InternalIP")
    .map(({ address }) => address);
}

/** Whatever a label may not hold becomes a dash. */
function labelValue(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replaceAll(/^\W+|\W+$/g, "");
}

function nodeOf(
  name: string,
  node: ClusterNode,
  machine: Computer,
  version: string,
  inventory: Inventory,
): Node {
  const gpu = gpuOf(inventory, name);
  const slices = gpu?.sharing?.mode === "slices" ? gpu.sharing.count : 0;
  const capacity = {
    cpu: String(machine.threads),
    memory: String(machine.memory),
    "ephemeral-storage": machine.disk ? machine.disk.replace(/B$/, "") : nominalDisk,
    pods: "110",
    // The device plugin of a real node says 0 where a card is there and not shared out.
    ...(gpu && { "nvidia.com/gpu": String(slices) }),
  };
  // As its kubelet is told to keep back what the node needs for itself.
  const room = roomFor(machine, node);
  const allocatable = {
    ...capacity,
    cpu: cpuOf(room.cpu),
    memory: `${Math.floor(room.memory / 2 ** 10)}Ki`,
  };
  const address = typeof machine.lan === "string" ? machine.lan : machine.tailnet;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "beta.kubernetes.io/arch": machine.arch,
        "kubernetes.io/arch": machine.arch,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": "k3s",
        ...(node.role === "server" && { "node-role.kubernetes.io/control-plane": "true" }),
        ...(gpu && { "nvidia.com/gpu.product": labelValue(gpu.model) }),
        ...node.labels,
      },
      annotations: { "kwok.x-k8s.io/node": "fake" },
    },
    spec: {
      ...(node.reserved && { taints: [{ key: "homelab/reserved", value: "true", effect: "NoSchedule" }] }),
    },
    status: {
      capacity,
      allocatable,
      addresses: [
        ...(typeof address === "string" ? [{ type: "InternalIP", address }] : []),
        { type: "Hostname", address: name },
      ],
      nodeInfo: {
        architecture: machine.arch,
        bootID: "",
        containerRuntimeVersion: "containerd://2.1.5-k3s1",
        kernelVersion: "",
        kubeProxyVersion: "",
        kubeletVersion: version,
        machineID: "",
        operatingSystem: "linux",
        osImage: "",
        systemUUID: "",
      },
    },
  };
}
