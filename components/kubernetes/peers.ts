import { isIPv4 } from "node:net";
import type {
  INetworkPolicyEgressRule,
  INetworkPolicyPeer,
  INetworkPolicyPort,
} from "kubernetes-models/networking.k8s.io/v1";
import { addressOf, type Lab, type Service } from "../lab/index.ts";
import type { Place, Port } from "../service/index.ts";
import { selectorOf } from "./labels.ts";
import { nameOf } from "./names.ts";

const NAMESPACE = "kubernetes.io/metadata.name";

/** The pods of another service; of a chart that does not label them, all that are in its namespace. */
export function podsOf({
  name,
  namespace,
  chart,
}: Pick<Service, "name" | "namespace"> & { chart?: Service["chart"] }): INetworkPolicyPeer {
  if (chart && !chart.labelsAt) return allOf(namespace);
  return { ...allOf(namespace), podSelector: selectorOf(name) };
}

/** The same pods, and those of the job that prepares them. */
export function allPodsOf(
  service: Pick<Service, "name" | "namespace" | "migration" | "chart">,
): INetworkPolicyPeer[] {
  const { name, namespace, migration } = service;
  return [podsOf(service), ...(migration ? [podsOf({ name: migrationName(name), namespace })] : [])];
}

export function migrationName(service: string): string {
  return nameOf(service, "migration");
}

/** All pods of a namespace. */
export function allOf(namespace: string): INetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { [NAMESPACE]: namespace } } };
}

/** One machine, as it is seen from a place. */
export function machineFrom(name: string, place: Place, lab: Lab): INetworkPolicyPeer {
  const host = addressOf(name, place, lab.inventory);
  if (!host) throw new Error(`${name} was checked to be in reach, and is not`);
  return hostPeer(host, lab);
}

/** An address; or all of the tailnet for a name in it, because a policy cannot speak of names. */
export function hostPeer(host: string, lab: Lab): INetworkPolicyPeer {
  return isIPv4(host) ? { ipBlock: { cidr: `${host}/32` } } : tailnetPeer(lab);
}

export function tailnetPeer({ inventory }: Lab): INetworkPolicyPeer {
  return { ipBlock: { cidr: inventory.tailnet.cidr } };
}

/**
 * Where the pods of a service listen, as a rule has it. A policy looks at pods, and of a chart it is only known where its
 * Service answers: who may speak with it may speak with it at any port.
 */
export function podPorts({ chart }: Pick<Service, "chart">, ports: Port[]): { ports?: INetworkPolicyPort[] } {
  return chart ? {} : { ports: policyPorts(ports) };
}

export function policyPorts(ports: Port[]): INetworkPolicyPort[] {
  return ports.map(({ number, protocol }) => ({
    port: number,
    protocol: protocol === "udp" ? "UDP" : "TCP",
  }));
}

/** k3s' own Traefik. */
export const INGRESS_CONTROLLER: INetworkPolicyPeer = podsOf({ name: "traefik", namespace: "kube-system" });

/** The proxy through which a service is reached from the tailnet. */
export function entrancePeer({ name, namespace }: Pick<Service, "name" | "namespace">): INetworkPolicyPeer {
  return podsOf({ name: entranceName(name), namespace });
}

export function entranceName(service: string): string {
  return nameOf(service, "entrance");
}

export const TO_DNS: INetworkPolicyEgressRule = {
  to: [{ ...allOf("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};
