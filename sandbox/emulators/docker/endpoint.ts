import { ApiError } from "../framework/index.ts";
import type { EndpointRequest } from "./container-request.ts";
import { type Host, newId } from "./host.ts";
import { allocateAddress, macOf } from "./ipam.ts";
import { findNetwork, networkNamed, poolsOf } from "./network.ts";
import type { Container, Endpoint, Network } from "./records.ts";
import { Subnet } from "./subnet.ts";

const unconnected = {
  NetworkID: "",
  EndpointID: "",
  Gateway: "",
  IPAddress: "",
  IPPrefixLen: 0,
  IPv6Gateway: "",
  GlobalIPv6Address: "",
  GlobalIPv6PrefixLen: 0,
  DNSNames: null,
};

const asked: EndpointRequest = {
  IPAMConfig: null,
  Links: null,
  Aliases: null,
  MacAddress: "",
  DriverOpts: null,
  GwPriority: 0,
};

/** A place on a network that a container will take when it starts. */
export function plannedEndpoint(request: EndpointRequest | null | undefined): Endpoint {
  return { ...asked, ...request, ...unconnected };
}

export function isUserDefined(network: string): boolean {
  return !["default", "bridge", "host", "none"].includes(network) && !network.startsWith("container:");
}

/** Takes an address on each network: a start happens on all of them or not at all. */
export function joinNetworks(host: Host, container: Container): Record<string, Endpoint> {
  const joined: Record<string, Endpoint> = {};
  for (const [name, endpoint] of Object.entries(container.networks)) {
    const network = findNetwork(host, name);
    if (!network) throw new ApiError(404, `failed to set up container networking: network ${name} not found`);
    joined[network.name] = join(host, container, network, endpoint);
  }
  return joined;
}

function join(host: Host, container: Container, network: Network, endpoint: Endpoint): Endpoint {
  const others = host.containers.all().filter(({ id }) => id !== container.id);
  const { four, six } = poolsOf(network);
  const address = four && allocateAddress(four, others, network, endpoint.IPAMConfig?.IPv4Address ?? "");
  const address6 = six && allocateAddress(six, others, network, endpoint.IPAMConfig?.IPv6Address ?? "");
  const short = container.id.slice(0, 12);
  return {
    ...endpoint,
    NetworkID: network.id,
    EndpointID: newId(),
    ...(address && {
      Gateway: network.internal ? "" : (four.Gateway ?? ""),
      IPAddress: address,
      IPPrefixLen: bitsOf(four.Subnet),
      MacAddress: endpoint.MacAddress || macOf(address),
    }),
    ...(address6 && {
      IPv6Gateway: network.internal ? "" : (six.Gateway ?? ""),
      GlobalIPv6Address: address6,
      GlobalIPv6PrefixLen: bitsOf(six.Subnet),
    }),
    DNSNames: isUserDefined(network.name)
      ? [...new Set([container.name, ...(endpoint.Aliases ?? []), short])]
      : null,
  };
}

/** A container that has stopped keeps its networks, and no address on them. */
export function leftNetworks(networks: Record<string, Endpoint>): Record<string, Endpoint> {
  return Object.fromEntries(
    Object.entries(networks).map(([name, endpoint]) => [
      name,
      { ...endpoint, ...unconnected, NetworkID: endpoint.NetworkID, DNSNames: endpoint.DNSNames },
    ]),
  );
}

export function connect(
  host: Host,
  container: Container,
  reference: string,
  request: EndpointRequest | null,
): Container {
  const network = networkNamed(host, reference);
  const running = container.status === "running" || container.status === "paused";
  const mode = container.hostConfig.NetworkMode;
  if (network.name === "host" || mode === "host")
    throw new ApiError(
      400,
      "container cannot be disconnected from host network or connected to host network",
    );
  if (mode.startsWith("container:"))
    throw new ApiError(
      400,
      "container sharing network namespace with another container or host cannot be connected to any other network",
    );
  if (running && container.networks[network.name])
    throw new ApiError(403, `endpoint with name ${container.name} already exists in network ${network.name}`);
  refuseSettings(network, request);
  const { none: _, ...others } = container.networks;
  const planned = { ...container, networks: { ...others, [network.name]: plannedEndpoint(request) } };
  const endpoint = running
    ? join(host, planned, network, plannedEndpoint(request))
    : plannedEndpoint(request);
  host.events.tell("network", "connect", network.id, {
    container: container.id,
    name: network.name,
    type: network.driver,
  });
  return { ...planned, networks: { ...others, [network.name]: endpoint } };
}

export function refuseSettings(network: Network, request: EndpointRequest | null): void {
  const wanted = [request?.IPAMConfig?.IPv4Address, request?.IPAMConfig?.IPv6Address].filter(Boolean);
  const problems = wanted.flatMap((address) => {
    if (!isUserDefined(network.name))
      return ["user specified IP address is supported on user defined networks only"];
    if (!network.chosen)
      return [
        "user specified IP address is supported only when connecting to networks with user configured subnets",
      ];
    const inside = network.ipam.Config.some(({ Subnet: text }) =>
      Subnet.parse(text)?.contains(address ?? ""),
    );
    return inside ? [] : [`no configured subnet contains IP address ${address}`];
  });
  if (!isUserDefined(network.name) && (request?.Aliases ?? []).length > 0)
    problems.push("network-scoped alias is supported only for containers in user defined networks");
  if (problems.length > 0) throw new ApiError(400, `invalid endpoint settings:\n${problems.join("\n")}`);
}

export function disconnect(host: Host, container: Container, reference: string): Container {
  const network = networkNamed(host, reference);
  if (network.name === "host" || container.hostConfig.NetworkMode === "host")
    throw new ApiError(
      400,
      "container cannot be disconnected from host network or connected to host network",
    );
  if (!container.networks[network.name])
    throw new ApiError(403, `container ${container.id} is not connected to the network ${network.name}`);
  const { [network.name]: _, ...networks } = container.networks;
  host.events.tell("network", "disconnect", network.id, {
    container: container.id,
    name: network.name,
    type: network.driver,
  });
  return { ...container, networks };
}

function bitsOf(subnet: string): number {
  return Subnet.parse(subnet)?.bits ?? 0;
}
