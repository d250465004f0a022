import { bytes, cores, partOf } from "../units/index.ts";
import type { ClusterNode } from "./cluster.ts";
import type { Computer } from "./computer.ts";

/** In cores and bytes. */
export interface Room {
  cpu: number;
  memory: number;
}

/**
 * What a node needs for itself: k3s as its makers measured it with a workload (1.6 GB a server, 275 MB an agent), its
 * DNS and metrics, the device plugin, the operating system. A kubelet that keeps nothing back gives all of it away.
 */
const SYSTEM = {
  server: { cpu: cores("500m"), memory: bytes("2Gi") },
  agent: { cpu: cores("100m"), memory: bytes("512Mi") },
};

/** What pods may ask for on a machine, all together. Docker keeps nothing back. */
export function roomFor(machine: Computer, node?: ClusterNode): Room {
  const has = { cpu: machine.threads ?? 0, memory: bytes(machine.memory) };
  if (!node) return has;
  const system = SYSTEM[node.role];
  const most = node.memoryAtMost ? partOf(has.memory, node.memoryAtMost) : has.memory;
  return {
    cpu: Math.max(0, has.cpu - system.cpu),
    memory: Math.floor(Math.max(0, Math.min(has.memory - system.memory, most))),
  };
}

/** What is kept from pods, so that the scheduler of the cluster counts as we do. */
export function systemOn(machine: Computer, node: ClusterNode): Room {
  const room = roomFor(machine, node);
  return { cpu: (machine.threads ?? 0) - room.cpu, memory: bytes(machine.memory) - room.memory };
}
