import { allHosts, type Host, nodesOf, possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";

/** Something that a host has a number of, and services take. */
export interface Goods {
  asked(service: Service): number;
  held(host: Host): number;
}

export interface Sale {
  service: Service;
  amount: number;
}

/** What a host, or a whole cluster, has; who takes of it, and who comes when there is not enough left. */
export interface Account {
  of: string;
  held: number;
  sold: Sale[];
  refused: Sale[];
}

interface Demand extends Sale {
  /** The hosts that could serve it. */
  hosts: string[];
}

/** Sells hosts to the services that can run nowhere else, then what is left of each cluster to the others. */
export function sell(lab: Lab, goods: Goods): { hosts: Account[]; clusters: Account[] } {
  const hosts = allHosts(lab.inventory).map((host) => account(host.name, goods.held(host)));
  const [tied, free] = demands(lab, goods);
  for (const demand of tied)
    for (const each of hosts.filter(({ of }) => demand.hosts.includes(of))) take(each, demand);

  const clusters = Object.keys(lab.inventory.clusters).map((cluster) => {
    const nodes = nodesOf(cluster, lab.inventory).map(({ name }) => name);
    const rest = hosts.filter(({ of }) => nodes.includes(of)).reduce((sum, each) => sum + left(each), 0);
    return account(cluster, rest);
  });
  for (const demand of free) {
    const { place } = demand.service;
    for (const each of clusters) if ("cluster" in place && place.cluster === each.of) take(each, demand);
  }
  return { hosts, clusters };
}

export function left({ held, sold }: Account): number {
  return sold.reduce((rest, { amount }) => rest - amount, held);
}

/** Production first, so that an experiment is what comes too late. */
function demands({ services, inventory }: Lab, { asked, held }: Goods): [tied: Demand[], free: Demand[]] {
  const all = services
    .filter((service) => asked(service) > 0)
    .toSorted((a, b) => Number(b.lifecycle === "production") - Number(a.lifecycle === "production"))
    .map((service) => ({
      service,
      amount: asked(service) * copies(service),
      hosts: possibleHosts(service, inventory)
        .filter((host) => held(host) > 0)
        .map(({ name }) => name),
    }));
  const isTied = ({ service, hosts }: Demand) => hosts.length <= 1 || service.workload.kind === "daemon";
  return [all.filter(isTied), all.filter((demand) => !isTied(demand))];
}

/** How many run at once, at most; of a daemon one on each host. */
function copies({ scale, workload }: Service): number {
  return scale?.max ?? ("replicas" in workload ? workload.replicas : 1);
}

function account(of: string, held: number): Account {
  return { of, held, sold: [], refused: [] };
}

function take(from: Account, { service, amount }: Demand): void {
  (amount <= left(from) ? from.sold : from.refused).push({ service, amount });
}
