import { bytes, cores } from "../../units/index.ts";
import { memory, processor } from "../checks/capacity.ts";
import { left, sell } from "../checks/ledger.ts";
import { possibleHosts } from "../hosts.ts";
import { isLive, type Lab, type Service } from "../lab.ts";
import { crowdOf, holdsAlone } from "../pods.ts";

/** How often a service may be there that nothing holds to one place: more would want room that nobody has proved. */
const TIMES = 3;

const KINDS = { deployment: "deployments", stateful: "statefulsets", daemon: "daemonsets" } as const;

/** All that runs, what it asks for, how full that makes everything, and by what handle the asker may take hold of it. */
export function catalogue(lab: Lab, asker: Service): string {
  const live = { ...lab, services: lab.services.filter(isLive) };
  return oneByOne({
    name: lab.name,
    services: live.services.map((each) => serviceOf(each, asker, live)),
    machines: Object.entries(lab.inventory.machines).map(([name, { about, site }]) => ({
      name,
      about,
      site,
    })),
    room: roomIn(live),
  });
}

/** As JSON with a line for each, so that what has changed of one is seen as one. */
function oneByOne({ name, ...lists }: { name: string } & Record<string, string | object[]>): string {
  const parts = Object.entries(lists).map(([of, list]) => {
    const lines = [list].flat().map((each) => JSON.stringify(each));
    return `"${of}":[\n${lines.join(",\n")}\n]`;
  });
  return `{"name":${JSON.stringify(name)},\n${parts.join(",\n")}}\n`;
}

function serviceOf(service: Service, asker: Service, { inventory }: Lab) {
  const { name, about, group, lifecycle, namespace, needs, place, resources, urls } = service;
  return {
    name,
    about,
    group,
    lifecycle,
    ...("cluster" in place && { cluster: place.cluster, namespace }),
    machines:
      "machine" in place ? [place.machine] : possibleHosts(service, inventory).map((host) => host.name),
    needs,
    url: urls.lan ?? urls.tailnet ?? urls.public,
    ...(resources && {
      asks: {
        copies: crowdOf(service, inventory).usual,
        cpu: cores(resources.cpu.request),
        memory: bytes(resources.memory.request),
      },
    }),
    handle: handleOf(service, asker),
  };
}

/** Nothing, of what another cluster or a chart looks after, of what ends by itself, and of the asker. */
function handleOf(service: Service, { name, place, reach }: Service) {
  const { workload } = service;
  const isNear = "cluster" in service.place && "cluster" in place && service.place.cluster === place.cluster;
  if (!isNear || !reach.cluster || service.chart || service.name === name) return undefined;
  if (workload.kind === "job" || workload.kind === "cron") return undefined;
  return {
    kind: KINDS[workload.kind],
    // How many an autoscaler or a daemon runs is nobody's to say.
    ...("replicas" in workload &&
      !service.scale && { most: workload.replicas * (holdsAlone(service) ? 1 : TIMES) }),
  };
}

/** Of each node and host what those ask for that can run nowhere else; of each cluster what is left for all others. */
function roomIn(lab: Lab) {
  const [cpu, ram] = [sell(lab, processor(lab)), sell(lab, memory(lab))];
  return (["hosts", "clusters"] as const).flatMap((kind) =>
    ram[kind].map((account, index) => ({
      of: account.of,
      isCluster: kind === "clusters",
      memory: figures(account),
      cpu: figures(cpu[kind][index] ?? account),
    })),
  );
}

function figures(account: Parameters<typeof left>[0]) {
  return { has: account.held, asked: account.held - left(account) };
}
