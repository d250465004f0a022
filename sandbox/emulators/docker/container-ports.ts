import { ApiError } from "../framework/index.ts";
import type { PortMap } from "./container-request.ts";
import { isUserDefined } from "./endpoint.ts";
import type { Host } from "./host.ts";
import type { Container, Endpoint } from "./records.ts";

type Ports = NonNullable<PortMap>;

/** Where the kernel would look for a port that nobody chose. */
const ephemeral = { first: 32_768, last: 60_999 };

interface Taken {
  protocol: string;
  ip: string;
  port: number;
}

/** The ports of the host that a container gets as it starts; refused where another one that runs has them. */
export function allocatePorts(host: Host, container: Container, networks: Record<string, Endpoint>): Ports {
  const { NetworkMode, PortBindings, PublishAllPorts } = container.hostConfig;
  if (NetworkMode === "host" || NetworkMode === "none" || NetworkMode.startsWith("container:")) return {};
  const bindings: Ports = { ...PortBindings };
  const exposed = Object.keys(container.config.ExposedPorts ?? {}).map(withProtocol);
  const ports: Ports = {};
  for (const port of exposed)
    ports[port] = PublishAllPorts && !bindings[port] ? [{ HostIp: "", HostPort: "" }] : null;
  for (const [port, wanted] of Object.entries(bindings)) ports[withProtocol(port)] = wanted;

  const taken = takenPorts(host, container.id);
  for (const [port, wanted] of Object.entries(ports))
    ports[port] = wanted?.flatMap((each) => allocate(port, each, taken, container, networks)) ?? null;
  return ports;
}

function withProtocol(port: string): string {
  return port.includes("/") ? port : `${port}/tcp`;
}

function takenPorts(host: Host, except: string): Taken[] {
  return host.containers
    .all()
    .filter(({ id, status }) => id !== except && ["running", "paused", "restarting"].includes(status))
    .flatMap(({ ports }) =>
      Object.entries(ports).flatMap(([key, bindings]) =>
        (bindings ?? []).map(({ HostIp, HostPort }) => ({
          protocol: key.split("/")[1] ?? "tcp",
          ip: HostIp,
          port: Number(HostPort),
        })),
      ),
    );
}

function allocate(
  key: string,
  { HostIp, HostPort }: { HostIp: string; HostPort: string },
  taken: Taken[],
  container: Container,
  networks: Record<string, Endpoint>,
) {
  const protocol = key.split("/")[1] ?? "tcp";
  // Without an address it is every address of the host, of both families.
  const ips = HostIp === "" ? ["0.0.0.0", "::"] : [HostIp];
  const free = (port: number) =>
    !ips.some((ip) => taken.some((other) => clash(other, { protocol, ip, port })));
  const [from = ephemeral.first, to = from] = range(HostPort);
  let port = from;
  while (port < to && !free(port)) port += 1;
  if (!free(port)) {
    const endpoint = Object.entries(networks).find(([name]) => isUserDefined(name) || name === "bridge");
    throw new ApiError(
      500,
      `failed to set up container networking: driver failed programming external connectivity on endpoint ${container.name} (${endpoint?.[1].EndpointID}): Bind for ${ips[0]}:${from} failed: port is already allocated`,
    );
  }
  for (const ip of ips) taken.push({ protocol, ip, port });
  return ips.map((ip) => ({ HostIp: ip, HostPort: String(port) }));
}

function range(text: string): number[] {
  if (text === "" || text === "0") return [ephemeral.first, ephemeral.last];
  return text.split("-").map(Number);
}

function clash(a: Taken, b: Taken): boolean {
  if (a.protocol !== b.protocol || a.port !== b.port || a.ip.includes(":") !== b.ip.includes(":"))
    return false;
  return a.ip === b.ip || [a.ip, b.ip].some((ip) => ip === "0.0.0.0" || ip === "::");
}
