import { dockerHosts, gpuOf } from "../../inventory/index.ts";
import { suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import type { ClusterPlace, DockerPlace } from "../../service/index.ts";
import { askedHosts, nodesOf, possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";
import { checkChart } from "./chart.ts";
import { checkContainer } from "./container.ts";
import { checkMachinePlace } from "./machine.ts";
import { problem } from "./problem.ts";

/** The place exists, and the service can run there. */
export function checkPlace(service: Service, lab: Lab): Problem[] {
  const { place } = service;
  if ("machine" in place) return checkMachinePlace(service, place.machine, lab);
  const nowhere = "cluster" in place ? noNode(service, place, lab) : noDockerHost(service, place, lab);
  if (nowhere) return [nowhere];
  const { chart } = service;
  return [
    ...wrongArchitecture(service, lab),
    ...(chart ? checkChart(service, chart, lab) : checkContainer(service)),
  ];
}

function noNode(service: Service, { cluster, node, labels }: ClusterPlace, { inventory }: Lab) {
  if (!inventory.clusters[cluster])
    return problem(service, {
      what: `${service.name} is placed on cluster ${cluster}, which is not in the inventory.`,
      fix: suggestion(cluster, Object.keys(inventory.clusters)),
    });
  if (askedHosts(service, inventory).length > 0) return undefined;
  const nodes = nodesOf(cluster, inventory);
  if (node)
    return problem(service, {
      what: `${service.name} is placed on ${node}, which is not a node of cluster ${cluster}.`,
      fix: suggestion(
        node,
        nodes.map(({ name }) => name),
      ),
    });
  return problem(service, {
    what: labels
      ? `${service.name} asks for a node of ${cluster} labelled ${told(labels)}, and none is.`
      : `${service.name} names no node of ${cluster}, where every node is reserved.`,
    facts: nodes.map((host) => `${host.name}: ${told(host.node?.labels ?? {})}`),
    fix: "name a node, or use labels that one of these has",
  });
}

function noDockerHost(service: Service, { docker, gpu }: DockerPlace, { inventory }: Lab) {
  const machine = inventory.machines[docker];
  const hosts = dockerHosts(inventory).map(({ name }) => name);
  if (!machine)
    return problem(service, {
      what: `${service.name} is placed on ${docker}, which is not in the inventory.`,
      fix: suggestion(docker, hosts),
    });
  if (!hosts.includes(docker))
    return problem(service, {
      what: `${service.name} is placed on ${docker}, which is no Docker host.`,
      facts: [`Docker hosts: ${hosts.join(", ") || "none"}`],
      fix:
        machine.kind === "workstation"
          ? `write docker: true on ${docker} in the inventory`
          : "place it on one of these: only a workstation can be one",
    });
  if (gpu && !gpuOf(inventory, docker))
    return problem(service, {
      what: `${service.name} asks for the GPU of ${docker}, which has none.`,
      fix: `declare the card on ${docker}, or drop \`gpu\``,
    });
  return undefined;
}

function wrongArchitecture(service: Service, { inventory }: Lab): Problem[] {
  if (possibleHosts(service, inventory).length > 0) return [];
  const hosts = askedHosts(service, inventory);
  return [
    problem(service, {
      what: `${service.name} has an image for ${service.arch.join(" and ")}, and can run on none of its nodes.`,
      facts: hosts.map(({ name, machine }) => `${name} is ${machine.arch}`),
      fix: `place it elsewhere, or add to \`arch\` what its image is also built for`,
    }),
  ];
}

function told(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length > 0 ? pairs.join(", ") : "no labels";
}
