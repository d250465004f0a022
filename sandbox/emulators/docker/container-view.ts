import { commandOf, isUp, since } from "./container-life.ts";
import { dataRoot, type Host } from "./host.ts";
import { humanDuration } from "./human.ts";
import { graphDriver } from "./image-view.ts";
import type { Container } from "./records.ts";

/** How long the first question after a container's health takes here, if its own interval is not shorter. */
const longestUnhealthyMs = 1000;

type HealthStatus = "none" | "starting" | "healthy" | "unhealthy";

export function healthOf(container: Container): HealthStatus {
  const { Test = null, Interval = 0 } = container.config.Healthcheck ?? {};
  if (!Test || Test.length === 0 || Test[0] === "NONE" || container.status === "created") return "none";
  if (!isUp(container)) return "unhealthy";
  const age = Date.now() - Date.parse(container.startedAt);
  return age < Math.min(Interval === 0 ? longestUnhealthyMs : Interval / 1e6, longestUnhealthyMs)
    ? "starting"
    : "healthy";
}

export function inspectContainer(host: Host, container: Container, legacy: boolean) {
  const { id, config, hostConfig } = container;
  const [path = "", ...args] = commandOf(container);
  const folder = container.status === "created" ? "" : `${dataRoot}/containers/${id}`;
  const execs = host.execs.all().filter((exec) => exec.container === id);
  return {
    Id: id,
    Created: container.created,
    Path: path,
    Args: args,
    State: stateOf(container),
    Image: container.image,
    ResolvConfPath: folder && `${folder}/resolv.conf`,
    HostnamePath: folder && `${folder}/hostname`,
    HostsPath: folder && `${folder}/hosts`,
    LogPath: folder && hostConfig.LogConfig.Type === "json-file" ? `${folder}/${id}-json.log` : "",
    Name: `/${container.name}`,
    RestartCount: container.restarts,
    Driver: host.seed.storageDriver,
    Platform: "linux",
    MountLabel: "",
    ProcessLabel: "",
    AppArmorProfile: hostConfig.Privileged ? "unconfined" : "docker-default",
    ExecIDs: execs.length > 0 ? execs.map((exec) => exec.id) : null,
    HostConfig: without(hostConfig, "Tmpfs", "StorageOpt", "Sysctls", "Mounts", "Init"),
    GraphDriver: graphDriver(host, id),
    Mounts: container.mounts,
    Config: without(config, "ExposedPorts", "Healthcheck", "StopSignal", "StopTimeout", "Shell"),
    NetworkSettings: networkSettings(container, legacy),
  };
}

/** Go leaves these out where they are empty. */
function without<T extends object>(value: T, ...keys: (keyof T)[]): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, each]) => !keys.includes(key as keyof T) || (each !== null && each !== ""),
    ),
  ) as Partial<T>;
}

function stateOf(container: Container) {
  const { status, startedAt } = container;
  const health = healthOf(container);
  return {
    Status: status,
    Running: isUp(container),
    Paused: status === "paused",
    Restarting: status === "restarting",
    OOMKilled: false,
    Dead: false,
    Pid: container.pid,
    ExitCode: container.exitCode,
    Error: container.error,
    StartedAt: startedAt,
    FinishedAt: container.finishedAt,
    ...(health !== "none" && {
      Health: {
        Status: health,
        FailingStreak: 0,
        Log: health === "healthy" ? [{ Start: startedAt, End: startedAt, ExitCode: 0, Output: "" }] : [],
      },
    }),
  };
}

function networkSettings({ id, ports, networks }: Container, legacy: boolean) {
  const sandbox = Object.values(networks).some(({ EndpointID }) => EndpointID !== "") ? id : "";
  const current = {
    SandboxID: sandbox,
    SandboxKey: sandbox && `/var/run/docker/netns/${sandbox.slice(0, 12)}`,
    Ports: ports,
    Networks: networks,
  };
  if (!legacy) return current;
  const bridge = networks.bridge;
  return {
    Bridge: "",
    HairpinMode: false,
    LinkLocalIPv6Address: "",
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: bridge?.EndpointID ?? "",
    Gateway: bridge?.Gateway ?? "",
    GlobalIPv6Address: bridge?.GlobalIPv6Address ?? "",
    GlobalIPv6PrefixLen: bridge?.GlobalIPv6PrefixLen ?? 0,
    IPAddress: bridge?.IPAddress ?? "",
    IPPrefixLen: bridge?.IPPrefixLen ?? 0,
    IPv6Gateway: bridge?.IPv6Gateway ?? "",
    MacAddress: bridge?.MacAddress ?? "",
    ...current,
  };
}

export function summarizeContainer(container: Container) {
  const { config, hostConfig, ports } = container;
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: config.Image,
    ImageID: container.image,
    Command: commandOf(container).join(" "),
    Created: Math.floor(Date.parse(container.created) / 1000),
    Ports: Object.entries(ports).flatMap(([port, bindings]) => {
      const [number, type] = port.split("/");
      const common = { PrivatePort: Number(number), Type: type };
      if (!bindings || bindings.length === 0) return [common];
      return bindings.map(({ HostIp, HostPort }) => ({
        IP: HostIp,
        ...common,
        PublicPort: Number(HostPort),
      }));
    }),
    Labels: config.Labels ?? {},
    State: container.status,
    Status: statusOf(container),
    HostConfig: { NetworkMode: hostConfig.NetworkMode },
    NetworkSettings: { Networks: container.networks },
    Mounts: container.mounts,
    Health: { Status: healthOf(container), FailingStreak: 0 },
  };
}

/** As `docker ps` shows it to people. */
function statusOf(container: Container): string {
  const ago = humanDuration(Date.now() - Date.parse(since(container)));
  const health = healthOf(container);
  switch (container.status) {
    case "created":
      return "Created";
    case "exited":
      return `Exited (${container.exitCode}) ${ago} ago`;
    case "restarting":
      return `Restarting (${container.exitCode}) ${ago} ago`;
    case "paused":
      return `Up ${ago} (Paused)`;
    default:
      if (health === "none") return `Up ${ago}`;
      return `Up ${ago} (${health === "starting" ? "health: starting" : health})`;
  }
}
