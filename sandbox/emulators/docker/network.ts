import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { dictionary, flag, nullable, struct, text } from "./go-json.ts";
import { type Host, lookUp, newId, now } from "./host.ts";
import { allocatePools, refusePools } from "./ipam.ts";
import type { Container, IpamPool, Network } from "./records.ts";
import { Subnet } from "./subnet.ts";

const pool = struct({ Subnet: text, IPRange: text, Gateway: text, AuxiliaryAddresses: dictionary });

export const networkRequest = struct({
  Name: text,
  Driver: text,
  Scope: text,
  EnableIPv4: nullable(z.boolean()),
  EnableIPv6: nullable(z.boolean()),
  Internal: flag,
  Attachable: flag,
  Ingress: flag,
  ConfigOnly: flag,
  IPAM: nullable(struct({ Driver: text, Options: dictionary, Config: nullable(z.array(pool)) })),
  Options: dictionary,
  Labels: dictionary,
});
type NetworkRequest = z.infer<typeof networkRequest>;

/** There from the first day, and for ever. */
const predefined = ["bridge", "host", "none"];

const drivers = ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"];

export function plantNetworks(host: Host): void {
  const names = host.networks.all().map(({ name }) => name);
  if (names.includes("bridge")) return;
  const common = { Driver: "default", Options: null };
  const plant = (name: string, driver: string, config: IpamPool[], options: Record<string, string>) => {
    const network: Network = {
      id: newId(),
      name,
      created: now(),
      driver,
      scope: "local",
      ipv4: true,
      ipv6: false,
      internal: false,
      attachable: false,
      ingress: false,
      ipam: { ...common, Config: config },
      options,
      labels: {},
      chosen: false,
    };
    host.networks.put(network.id, network);
  };
  plant("bridge", "bridge", [{ Subnet: "172.17.0.0/16", Gateway: "172.17.0.1" }], {
    "com.docker.network.bridge.default_bridge": "true",
    "com.docker.network.bridge.enable_icc": "true",
    "com.docker.network.bridge.enable_ip_masquerade": "true",
    "com.docker.network.bridge.host_binding_ipv4": "0.0.0.0",
    "com.docker.network.bridge.name": "docker0",
    "com.docker.network.driver.mtu": "1500",
  });
  plant("host", "host", [], {});
  plant("none", "null", [], {});
}

export function findNetwork(host: Host, reference: string): Network | undefined {
  return lookUp(host.networks.all(), reference, "network");
}

export function networkNamed(host: Host, reference: string): Network {
  const network = findNetwork(host, reference);
  if (!network) throw new ApiError(404, `network ${reference} not found`);
  return network;
}

export function makeNetwork(host: Host, request: NetworkRequest): Network {
  const { Name: name, Driver: driver = "", IPAM, EnableIPv6 } = request;
  if (name.trim() === "") throw new ApiError(400, "invalid name: name is empty");
  if (predefined.includes(name) || name === "default")
    throw new ApiError(403, `operation is not permitted on predefined ${name} network `);
  if (host.networks.all().some((network) => network.name === name))
    throw new ApiError(409, `network with name ${name} already exists`);
  const wantedDriver = driver || "bridge";
  if (!drivers.includes(wantedDriver))
    throw new ApiError(404, `could not find a network driver: plugin "${wantedDriver}" not found`);
  if (wantedDriver === "overlay" || request.Ingress || request.Scope === "swarm")
    throw new ApiError(
      503,
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    );
  if (["host", "null"].includes(wantedDriver))
    throw new ApiError(403, `only one instance of "${wantedDriver}" network is allowed`);
  const given = (IPAM?.Config ?? []).map(poolGiven);
  refusePools(given);
  const ipam = IPAM?.Driver || "default";
  if (ipam !== "default" && ipam !== "null")
    throw new ApiError(404, `could not find IPAM driver: plugin "${ipam}" not found`);
  const pools = allocatePools(
    given.filter(({ Subnet: subnet }) => subnet !== ""),
    host.networks.all(),
  );
  const network: Network = {
    id: newId(),
    name,
    created: now(),
    driver: wantedDriver,
    scope: "local",
    ipv4: request.EnableIPv4 ?? true,
    ipv6: EnableIPv6 ?? false,
    internal: request.Internal,
    attachable: request.Attachable,
    ingress: false,
    ipam: { Driver: ipam, Options: IPAM?.Options ?? {}, Config: pools },
    options: request.Options ?? {},
    labels: request.Labels ?? {},
    chosen: given.length > 0,
  };
  host.events.tell("network", "create", network.id, { name, type: network.driver });
  return host.networks.put(network.id, network);
}

/** Without what was left empty: the answers leave it out, too. */
function poolGiven({ Subnet: subnet, IPRange, Gateway, AuxiliaryAddresses }: z.infer<typeof pool>): IpamPool {
  return {
    Subnet: subnet,
    ...(IPRange && { IPRange }),
    ...(Gateway && { Gateway }),
    ...(AuxiliaryAddresses && Object.keys(AuxiliaryAddresses).length > 0 && { AuxiliaryAddresses }),
  };
}

/** Those that run and have an address on it. */
export function membersOf(host: Host, network: Network): Container[] {
  return host.containers
    .all()
    .filter(({ networks }) =>
      Object.values(networks).some(
        ({ NetworkID, EndpointID }) => NetworkID === network.id && EndpointID !== "",
      ),
    );
}

export function removeNetwork(host: Host, network: Network): void {
  if (predefined.includes(network.name))
    throw new ApiError(403, `${network.name} is a pre-defined network and cannot be removed`);
  const members = membersOf(host, network);
  if (members.length > 0) {
    const named = members.map(({ name, networks }) => {
      const endpoint = networks[network.name]?.EndpointID.slice(0, 12) ?? "";
      return `name:"${name}" id:"${endpoint}"`;
    });
    throw new ApiError(
      403,
      `error while removing network: network ${network.name} has active endpoints (${named.join(", ")})`,
    );
  }
  host.networks.delete(network.id);
  host.events.tell("network", "destroy", network.id, { name: network.name, type: network.driver });
}

export function isPredefined({ name }: Network): boolean {
  return predefined.includes(name);
}

export function inspectNetwork(host: Host, network: Network) {
  const members = membersOf(host, network).flatMap((container) => {
    const endpoint = Object.values(container.networks).find(({ NetworkID }) => NetworkID === network.id);
    if (!endpoint) return [];
    const { EndpointID, MacAddress, IPAddress, IPPrefixLen, GlobalIPv6Address, GlobalIPv6PrefixLen } =
      endpoint;
    const view = {
      Name: container.name,
      EndpointID,
      MacAddress,
      IPv4Address: IPAddress && `${IPAddress}/${IPPrefixLen}`,
      IPv6Address: GlobalIPv6Address && `${GlobalIPv6Address}/${GlobalIPv6PrefixLen}`,
    };
    return [[container.id, view] as const];
  });
  return { ...summarizeNetwork(network), Containers: Object.fromEntries(members) };
}

export function summarizeNetwork(network: Network) {
  return {
    Name: network.name,
    Id: network.id,
    Created: network.created,
    Scope: network.scope,
    Driver: network.driver,
    EnableIPv4: network.ipv4,
    EnableIPv6: network.ipv6,
    IPAM: network.ipam,
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: "" },
    ConfigOnly: false,
    Options: network.options,
    Labels: network.labels,
  };
}

/** The block of addresses from which an endpoint gets its own, one of each family. */
export function poolsOf({ ipam, ipv4, ipv6 }: Network): { four?: IpamPool; six?: IpamPool } {
  const of = (family: 4 | 6) => ipam.Config.find(({ Subnet: text }) => Subnet.parse(text)?.family === family);
  const four = ipv4 ? of(4) : undefined;
  const six = ipv6 ? of(6) : undefined;
  return { ...(four && { four }), ...(six && { six }) };
}
