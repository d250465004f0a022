import { isObject, objectAt, type Properties, stringAt, type Value } from "../framework/value.ts";
import type { Alike } from "./drift.ts";
import { duration, nanoseconds } from "./go-duration.ts";
import { gpusOf } from "./gpus.ts";
import { labelList } from "./labels.ts";
import { items, known, objects } from "./values.ts";

const mebibyte = 2 ** 20;

/**
 * A container as the Engine tells it, in the words of the inputs. Environment and labels are not among them, for the
 * image's own are mixed into both; nor is what only says how to go about it.
 */
export function liveInputs(found: Properties, said: Properties): Properties {
  const config = objectAt(found, "Config");
  const host = objectAt(found, "HostConfig");
  const state = objectAt(found, "State");
  const running = state.Running === true;
  const byId = stringAt(said, "image")?.startsWith("sha256:") === true;
  const restart = objectAt(host, "RestartPolicy");
  const log = objectAt(host, "LogConfig");
  const gpus = gpusOf(host.DeviceRequests);
  return known({
    name: stringAt(found, "Name")?.replace(/^\//, ""),
    image: byId ? found.Image : config.Image,
    hostname: config.Hostname,
    domainname: config.Domainname,
    command: config.Cmd,
    entrypoints: config.Entrypoint,
    user: config.User,
    workingDir: config.WorkingDir,
    tty: config.Tty,
    stdinOpen: config.OpenStdin,
    stopSignal: config.StopSignal,
    stopTimeout: config.StopTimeout,
    healthcheck: isObject(config.Healthcheck) ? healthcheckOf(config.Healthcheck) : undefined,
    rm: host.AutoRemove,
    readOnly: host.ReadonlyRootfs,
    dns: items(host.Dns),
    dnsOpts: items(host.DnsOptions),
    dnsSearches: items(host.DnsSearch),
    securityOpts: items(host.SecurityOpt),
    publishAllPorts: host.PublishAllPorts,
    restart: restart.Name,
    maxRetryCount: restart.MaximumRetryCount,
    init: host.Init ?? false,
    capabilities: { adds: items(host.CapAdd), drops: items(host.CapDrop) },
    runtime: host.Runtime,
    platform: found.Platform,
    mounts: objects(host.Mounts).map(mountOf),
    tmpfs: objectAt(host, "Tmpfs"),
    hosts: items(host.ExtraHosts).map((entry) => {
      const [name = "", ip = ""] = String(entry).split(/:(.*)/s);
      return { host: name, ip };
    }),
    ulimits: objects(host.Ulimits).map(({ Name, Soft, Hard }) =>
      known({ name: Name, soft: Soft, hard: Hard }),
    ),
    privileged: host.Privileged,
    devices: objects(host.Devices).map(({ PathOnHost, PathInContainer, CgroupPermissions }) =>
      known({ hostPath: PathOnHost, containerPath: PathInContainer, permissions: CgroupPermissions }),
    ),
    deviceReadBps: rates(host.BlkioDeviceReadBps),
    deviceReadIops: rates(host.BlkioDeviceReadIOps),
    deviceWriteBps: rates(host.BlkioDeviceWriteBps),
    deviceWriteIops: rates(host.BlkioDeviceWriteIOps),
    ...(said.deviceRequests === undefined
      ? { gpus }
      : { deviceRequests: objects(host.DeviceRequests).map(deviceRequestOf) }),
    memory: mebibytes(host.Memory),
    memoryReservation: mebibytes(host.MemoryReservation),
    memorySwap: mebibytes(host.MemorySwap),
    shmSize: mebibytes(host.ShmSize),
    cpus: typeof host.NanoCpus === "number" && host.NanoCpus > 0 ? String(host.NanoCpus / 1e9) : undefined,
    cpuShares: host.CpuShares,
    cpuSet: host.CpusetCpus,
    logDriver: log.Type,
    logOpts: objectAt(log, "Config"),
    storageOpts: objectAt(host, "StorageOpt"),
    networkMode: host.NetworkMode,
    pidMode: host.PidMode,
    usernsMode: host.UsernsMode,
    ipcMode: host.IpcMode,
    sysctls: objectAt(host, "Sysctls"),
    groupAdds: items(host.GroupAdd),
    // One that has ended has no ports, and that is no change where it may end.
    ports: running || said.mustRun !== false ? portsOf(found, running) : undefined,
    // As the official provider says that a container has to be started again: as a change of this.
    mustRun: said.mustRun === true ? running : undefined,
  });
}

/** Where the Engine writes the same in another way. */
export const alike: Alike = {
  cpus: (said, live) => Number(said) === Number(live),
  platform: (said, live) => String(said).split("/")[0] === live,
  capabilities: (said, live) => capabilitySet(said) === capabilitySet(live),
  healthcheck: (said, live) => sameHealth(said, live),
  logOpts: (said, live) =>
    isObject(said) && isObject(live) && Object.keys(said).every((key) => said[key] === live[key]),
  networkMode: (said, live) => networkName(said) === networkName(live),
};

export function outputsOf(found: Properties): Properties {
  const settings = objectAt(found, "NetworkSettings");
  const state = objectAt(found, "State");
  const networks = Object.entries(objectAt(settings, "Networks")).flatMap(([name, endpoint]) =>
    isObject(endpoint) ? [[name, endpoint] as const] : [],
  );
  return {
    bridge: stringAt(settings, "Bridge") ?? "",
    networkDatas: networks.map(([name, endpoint]) => ({
      networkName: name,
      ipAddress: endpoint.IPAddress ?? "",
      ipPrefixLength: endpoint.IPPrefixLen ?? 0,
      gateway: endpoint.Gateway ?? "",
      globalIpv6Address: endpoint.GlobalIPv6Address ?? "",
      globalIpv6PrefixLength: endpoint.GlobalIPv6PrefixLen ?? 0,
      ipv6Gateway: endpoint.IPv6Gateway ?? "",
      macAddress: endpoint.MacAddress ?? "",
    })),
    ...(state.Running !== true && { exitCode: state.ExitCode ?? 0 }),
  };
}

function portsOf(found: Properties, running: boolean): Value[] | undefined {
  if (!running) return undefined;
  const ports = objectAt(objectAt(found, "NetworkSettings"), "Ports");
  return Object.entries(ports).flatMap(([key, bindings]) => {
    const [internal = "", protocol = "tcp"] = key.split("/");
    return objects(bindings).map(({ HostIp, HostPort }) => ({
      internal: Number(internal),
      external: Number(HostPort),
      ip: HostIp ?? "",
      protocol,
    }));
  });
}

function mountOf(mount: Properties): Properties {
  const { BindOptions, VolumeOptions, TmpfsOptions } = mount;
  const driver = isObject(VolumeOptions) ? objectAt(VolumeOptions, "DriverConfig") : {};
  return known({
    type: mount.Type,
    target: mount.Target,
    source: mount.Source,
    readOnly: mount.ReadOnly,
    bindOptions: isObject(BindOptions) ? known({ propagation: BindOptions.Propagation }) : undefined,
    volumeOptions: isObject(VolumeOptions)
      ? known({
          noCopy: VolumeOptions.NoCopy,
          labels: labelList(VolumeOptions.Labels),
          driverName: driver.Name,
          driverOptions: driver.Options,
          subpath: VolumeOptions.Subpath,
        })
      : undefined,
    tmpfsOptions: isObject(TmpfsOptions)
      ? known({ sizeBytes: TmpfsOptions.SizeBytes, mode: TmpfsOptions.Mode })
      : undefined,
  });
}

function deviceRequestOf({ Driver, Count, DeviceIDs, Capabilities, Options }: Properties): Properties {
  const capabilities = Array.isArray(Capabilities) ? Capabilities[0] : undefined;
  return known({ driver: Driver, count: Count, deviceIds: DeviceIDs, capabilities, options: Options });
}

function healthcheckOf(health: Properties): Properties {
  const text = (value: Value | undefined) => duration(typeof value === "number" ? value : 0);
  return {
    tests: items(health.Test),
    interval: text(health.Interval),
    timeout: text(health.Timeout),
    startPeriod: text(health.StartPeriod),
    startInterval: text(health.StartInterval),
    retries: health.Retries ?? 0,
  };
}

function sameHealth(said: Value, live: Value): boolean {
  if (!isObject(said) || !isObject(live)) return false;
  const times = ["interval", "timeout", "startPeriod", "startInterval"];
  return (
    JSON.stringify(items(said.tests)) === JSON.stringify(items(live.tests)) &&
    (said.retries ?? 0) === live.retries &&
    times.every((key) => nanoseconds(String(said[key] ?? "0s")) === nanoseconds(String(live[key])))
  );
}

/** `chown` and `CAP_CHOWN` are one. */
function capabilitySet(value: Value): string {
  const names = (key: string) =>
    items(isObject(value) ? value[key] : undefined)
      .map((name) => String(name).toUpperCase().replace(/^CAP_/, ""))
      .toSorted();
  return JSON.stringify([names("adds"), names("drops")]);
}

function networkName(mode: Value): Value {
  return mode === "default" ? "bridge" : mode;
}

function rates(value: Value | undefined): Value[] {
  return objects(value).map(({ Path, Rate }) => known({ path: Path, rate: Rate }));
}

function mebibytes(bytes: Value | undefined): Value | undefined {
  return typeof bytes === "number" && bytes > 0 ? Math.floor(bytes / mebibyte) : bytes;
}
