import {
  type ClusterNode,
  type Computer,
  computer,
  dockerHosts,
  type Inventory,
} from "../inventory/index.ts";
import type { ServiceDeclaration } from "../service/index.ts";

/** A machine on which a service may run: a node of a cluster, or a Docker host. */
export interface Host {
  name: string;
  machine: Computer;
  node?: ClusterNode;
}

export function nodesOf(cluster: string, { clusters, machines }: Inventory): Host[] {
  return Object.entries(clusters[cluster]?.nodes ?? {}).flatMap(([name, node]) => {
    const machine = computer(machines[name]);
    return machine ? [{ name, machine, node }] : [];
  });
}

export function allHosts(inventory: Inventory): Host[] {
  const nodes = Object.keys(inventory.clusters).flatMap((cluster) => nodesOf(cluster, inventory));
  return [...nodes, ...dockerHosts(inventory)];
}

/** Where a service asks to run, whether or not its image can. */
export function askedHosts({ place }: ServiceDeclaration, inventory: Inventory): Host[] {
  if ("machine" in place) return [];
  if ("docker" in place) {
    const machine = computer(inventory.machines[place.docker]);
    return machine ? [{ name: place.docker, machine }] : [];
  }
  const { node, labels } = place;
  const nodes = nodesOf(place.cluster, inventory);
  if (node) return nodes.filter(({ name }) => name === node);
  if (labels) return nodes.filter((host) => hasLabels(host, labels));
  return nodes.filter((host) => !host.node?.reserved);
}

/** Where it can run: the scheduler chooses among these, and may choose any. */
export function possibleHosts(service: ServiceDeclaration, inventory: Inventory): Host[] {
  return askedHosts(service, inventory).filter(({ machine }) => service.arch.includes(machine.arch));
}

function hasLabels({ node }: Host, labels: Record<string, string>): boolean {
  return Object.entries(labels).every(([key, value]) => node?.labels[key] === value);
}
