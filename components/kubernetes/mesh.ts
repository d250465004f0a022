import type {
  INetworkPolicyEgressRule,
  INetworkPolicyIngressRule,
} from "kubernetes-models/networking.k8s.io/v1";
import type { Amounts } from "../inventory/index.ts";
import { type Lab, proxyOf, type Service } from "../lab/index.ts";
import type { Port } from "../service/index.ts";
import type { PlacedService } from "./cluster-service.ts";
import { allOf, policyPorts } from "./peers.ts";

const tcp = (number: number): Port => ({ number, protocol: "tcp" });

/** Where a proxy takes in whatever another one sends, to whichever port it was meant. */
const INBOUND = tcp(4143);
/** Where it tells what it sees: live to `linkerd viz tap`, and as figures. */
const TOLD = [tcp(4190), tcp(4191)];
/** Where the control plane says who is who, where everybody is, and who may speak with whom. */
const CONTROL = [tcp(8080), tcp(8086), tcp(8090)];

/**
 * Injects a proxy into each pod of a namespace, of the size that was counted for it. As a sidecar that Kubernetes knows
 * as one: it is there before the first container, and does not keep a job from ending.
 */
export function meshAnnotations({ cpu, memory }: Amounts): Record<string, string> {
  const config = "config.linkerd.io/proxy";
  return {
    "linkerd.io/inject": "enabled",
    "config.beta.linkerd.io/proxy-enable-native-sidecar": "true",
    [`${config}-cpu-request`]: cpu.request,
    ...(cpu.limit && { [`${config}-cpu-limit`]: cpu.limit }),
    [`${config}-memory-request`]: memory.request,
    [`${config}-memory-limit`]: memory.limit,
  };
}

/** Between two pods of the mesh a policy sees the port of the proxy, and not the one that was asked for. */
export function meshPorts(from: Service, to: Service, { inventory }: Lab): Port[] {
  return proxyOf(from, inventory) && proxyOf(to, inventory) ? [INBOUND] : [];
}

/** The namespaces of Linkerd itself, as its charts call them. */
const CONTROL_PLANE = "linkerd";
const DASHBOARD = "linkerd-viz";

/** A proxy that hears nothing of its control plane lets nothing through. */
export function toMesh(service: Service, { inventory }: Lab): INetworkPolicyEgressRule[] {
  if (!proxyOf(service, inventory)) return [];
  return [{ to: [allOf(CONTROL_PLANE)], ports: policyPorts([INBOUND, ...CONTROL]) }];
}

export function fromMesh(service: Service, { inventory }: Lab): INetworkPolicyIngressRule[] {
  if (!proxyOf(service, inventory)) return [];
  return [{ from: [allOf(DASHBOARD)], ports: policyPorts([INBOUND, ...TOLD]) }];
}

/** What every proxy of a cluster asks the control plane. */
export function fromProxies({ namespace, place }: PlacedService, lab: Lab): INetworkPolicyIngressRule[] {
  if (namespace !== CONTROL_PLANE) return [];
  const from = [...meshedOn(place.cluster, lab), DASHBOARD].map(allOf);
  return [{ from, ports: policyPorts([INBOUND, ...CONTROL]) }];
}

/** What the dashboard asks every proxy, and whatever tells it who they are. */
export function toProxies({ namespace, place }: PlacedService, lab: Lab): INetworkPolicyEgressRule[] {
  if (namespace !== DASHBOARD) return [];
  const proxies = [...meshedOn(place.cluster, lab), CONTROL_PLANE].map(allOf);
  return [
    { to: proxies, ports: policyPorts([INBOUND, ...TOLD]) },
    { to: [allOf(CONTROL_PLANE)], ports: policyPorts(CONTROL) },
  ];
}

function meshedOn(cluster: string, { inventory }: Lab): string[] {
  const { namespaces = {} } = inventory.clusters[cluster] ?? {};
  return Object.keys(namespaces).filter((name) => namespaces[name]?.mesh);
}
