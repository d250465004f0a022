import { type Cluster, excessesOf } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import { type Cpu, cores } from "../../units/index.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** What a container asks for is allowed where it runs, and nothing that it leaves out is filled in behind its back. */
export function checkContainers(service: Service, { inventory }: Lab): Problem[] {
  const { place } = service;
  const cluster = "cluster" in place ? inventory.clusters[place.cluster] : undefined;
  if (!cluster || !("cluster" in place)) return [];
  return [...notAllowed(service, place.cluster, cluster), ...withoutLimit(service, place.cluster, cluster)];
}

function notAllowed({ resources, ...service }: Service, name: string, { containers }: Cluster): Problem[] {
  if (!containers || !resources) return [];
  return excessesOf(resources, containers).map(({ noun, amount, allowed }) =>
    problem(service, {
      what: `${service.name} says ${amount} of ${noun}, and ${name} allows a container ${allowed}.`,
      fix: `change its resources, or \`containers\` of ${name} in the inventory`,
    }),
  );
}

function withoutLimit(service: Service, cluster: string, { containers, namespaces }: Cluster): Problem[] {
  const { name, resources, namespace } = service;
  const usual = containers?.default.cpu.limit;
  const quota = namespaces[namespace]?.quota?.cpu.limit;
  if (!resources || resources.cpu.limit || !(usual ?? quota)) return [];
  const { request } = resources.cpu;
  const fate = usual
    ? `${cluster} would hold it to ${usual}`
    : `the quota of ${namespace} would refuse its pods`;
  return [
    problem(service, {
      what: `${name} does not say how much processor it may use at most, and ${fate}.`,
      fix: `write cpu: "${request}..${larger(request, usual ?? "1")}", or whatever it may use at most`,
    }),
  ];
}

function larger(one: Cpu, other: Cpu): Cpu {
  return cores(one) > cores(other) ? one : other;
}
