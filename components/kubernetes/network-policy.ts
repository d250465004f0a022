import type {
  INetworkPolicyEgressRule,
  INetworkPolicyIngressRule,
  INetworkPolicyPeer,
} from "kubernetes-models/networking.k8s.io/v1";
import { isSpread, serversOf, tailnetAddress } from "../inventory/index.ts";
import {
  connectorsOn,
  hasEntrance,
  type Lab,
  lookAt,
  lookAtServer,
  mainPort,
  publicOn,
  routeTo,
  serviceNamed,
  toldByMachines,
} from "../lab/index.ts";
import { fromBackups } from "./backup-policy.ts";
import { callsFrom, callsTo } from "./calls.ts";
import { type ClusterService, clusterOf, type PlacedService } from "./cluster-service.ts";
import { fromDatabaseJobs } from "./database.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { fromMesh, toMesh } from "./mesh.ts";
import {
  allPodsOf,
  entrancePeer,
  hostPeer,
  INGRESS_CONTROLLER,
  machineFrom,
  podPorts,
  podsOf,
  policyPorts,
  TO_DNS,
  tailnetPeer,
} from "./peers.ts";
import { policyOf } from "./policy.ts";

const KUBERNETES_API = 6443;
const TCP = "TCP" as const;

/** Where a node tells of itself: by its kubelet, and by node-exporter, which is no pod to a policy. */
const TOLD_BY_NODES = [10250, 9100].map((port) => ({ port, protocol: TCP }));

/** Everything that is nobody's business on the internet: the houses, the cluster itself, the machine's own services. */
const PRIVATE = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

/** Who may speak with a service, and with whom it may: what its declaration says, and nobody else. */
export function planNetworkPolicy(service: ClusterService, lab: Lab): Plan {
  return {
    "network-policy": policyOf(metadataOf(service), selectorOf(service.name), {
      ingress: [
        ...fromServices(service, lab),
        ...fromOutside(service, lab),
        ...fromDatabaseJobs(service, lab),
        ...fromBackups(service, lab),
        ...fromMesh(service, lab),
      ],
      egress: planEgress(service, lab),
    }),
  };
}

export function planEgress(service: PlacedService, lab: Lab): INetworkPolicyEgressRule[] {
  return [
    TO_DNS,
    ...toServices(service, lab),
    ...toPublic(service, lab),
    ...toAddresses(service, lab),
    ...reach(service, lab),
  ];
}

export function fromServices(service: PlacedService, lab: Lab): INetworkPolicyIngressRule[] {
  return callsTo(service, lab).map(({ from, ports }) => ({
    from: allPodsOf(from),
    ...podPorts(service, ports),
  }));
}

/** People come through a proxy, to the one port that is exposed. Without an ingress they come straight from the LAN. */
export function fromOutside(service: PlacedService, lab: Lab): INetworkPolicyIngressRule[] {
  const { expose } = service;
  const port = mainPort(service);
  if (!port) return [];
  const ports = podPorts(service, [port]);
  const open = expose.lan && clusterOf(service, lab).ingress === "none";
  if (open) return [ports];
  const proxies: INetworkPolicyPeer[] = [
    ...(expose.lan ? [INGRESS_CONTROLLER] : []),
    ...(hasEntrance(service) ? [entrancePeer(service)] : []),
    ...(expose.public ? connectorsOn(service.place.cluster, lab).map(podsOf) : []),
  ];
  return proxies.length > 0 ? [{ from: proxies, ...ports }] : [];
}

function toServices(service: PlacedService, lab: Lab): INetworkPolicyEgressRule[] {
  return callsFrom(service, lab).map(({ to, ports }) => ({ to: [podsOf(to)], ...podPorts(to, ports) }));
}

/** A connector needs none of those that it shows to the world: it goes on without them. */
function toPublic({ provides, place }: PlacedService, lab: Lab): INetworkPolicyEgressRule[] {
  if (provides !== "tunnel") return [];
  return publicOn(place.cluster, lab).flatMap((shown) => {
    const port = mainPort(shown);
    return port ? [{ to: [podsOf(shown)], ...podPorts(shown, [port]) }] : [];
  });
}

/** Needs that are not pods of its cluster: a program on a machine, or a service that the tailnet leads to. */
function toAddresses(service: PlacedService, lab: Lab): INetworkPolicyEgressRule[] {
  return service.needs.flatMap((name) => {
    const need = serviceNamed(lab, name);
    return Object.entries(need.ports).flatMap(([portName, { protocol }]) => {
      const route = routeTo(need, service, lab.inventory, portName);
      if (route?.through !== "address") return [];
      return [{ to: [hostPeer(route.host, lab)], ports: policyPorts([{ number: route.port, protocol }]) }];
    });
  });
}

function reach(service: PlacedService, lab: Lab): INetworkPolicyEgressRule[] {
  const { reach, place } = service;
  const machines = reach.machines.map((name) => machineFrom(name, place, lab));
  const internet = { ipBlock: { cidr: "0.0.0.0/0", except: PRIVATE } };
  return [
    ...(machines.length > 0 ? [{ to: machines }] : []),
    ...(reach.site ? [{ to: houseOf(service, lab) }] : []),
    ...(reach.internet ? [{ to: [internet] }] : []),
    ...(reach.cluster ? [toKubernetes(service, lab)] : []),
    ...(reach.metrics ? [toNodes(service, lab), ...toMachines(service, lab)] : []),
    ...(reach.health ? toLooked(service, lab) : []),
    ...(reach.tailnet ? [{ to: [tailnetPeer(lab)], ports: [{ port: 443, protocol: TCP }] }] : []),
    ...toMesh(service, lab),
  ];
}

/** What it looks at of its house; the tailnet is open to those who may reach it. */
function toLooked(service: PlacedService, lab: Lab): INetworkPolicyEgressRule[] {
  const looks = [
    ...lab.services.filter(({ place }) => !("cluster" in place)).map((each) => lookAt(each, service, lab)),
    ...Object.keys(lab.inventory.machines).map((name) => lookAtServer(name, service, lab)),
  ];
  return looks
    .filter((look) => look !== undefined)
    .map((look) => new URL(look))
    .map(({ hostname, port }) => ({
      to: [hostPeer(hostname, lab)],
      ports: [{ port: Number(port || 443), protocol: TCP }],
    }));
}

/** The networks of the house that its cluster stands in. */
function houseOf(service: PlacedService, lab: Lab): INetworkPolicyPeer[] {
  const { site } = clusterOf(service, lab);
  const networks = Object.values(lab.inventory.sites[site]?.networks ?? {});
  return networks.map(({ cidr }) => ({ ipBlock: { cidr } }));
}

/** The servers themselves: by the time that a policy looks, the API's cluster address has become one of theirs. */
export function toKubernetes(service: PlacedService, lab: Lab): INetworkPolicyEgressRule {
  const servers = serversOf(clusterOf(service, lab));
  return {
    to: servers.map((name) => nodePeer(name, service, lab)),
    ports: [{ port: KUBERNETES_API, protocol: TCP }],
  };
}

function toNodes(service: PlacedService, lab: Lab): INetworkPolicyEgressRule {
  const nodes = Object.keys(clusterOf(service, lab).nodes);
  return { to: nodes.map((name) => nodePeer(name, service, lab)), ports: TOLD_BY_NODES };
}

/** What is measured outside of all clusters. */
function toMachines(service: PlacedService, lab: Lab): INetworkPolicyEgressRule[] {
  return toldByMachines(lab, service).map(({ host, port }) => ({
    to: [hostPeer(host, lab)],
    ports: policyPorts([port]),
  }));
}

/** Where nodes join over the tailnet, a node's own address is the one that it has there, also for who stands beside it. */
function nodePeer(name: string, service: PlacedService, lab: Lab): INetworkPolicyPeer {
  const address = isSpread(clusterOf(service, lab)) ? tailnetAddress(name, lab.inventory) : undefined;
  return address ? hostPeer(address, lab) : machineFrom(name, service.place, lab);
}
