import { Refusal } from "../framework/refusal.ts";
import { isObject, objectAt, type Properties, type Value } from "../framework/value.ts";
import { nanoseconds } from "./go-duration.ts";
import { deviceRequestOf } from "./gpus.ts";
import { labelMap } from "./labels.ts";
import { known, objects } from "./values.ts";

const mebibyte = 2 ** 20;

/** What the Engine is asked to make of a container's inputs. */
export function createBody(inputs: Properties): Properties {
  const ports = objects(inputs.ports);
  const mounted = objects(inputs.volumes).filter(({ containerPath }) => containerPath !== undefined);
  return known({
    Image: inputs.image,
    Hostname: inputs.hostname,
    Domainname: inputs.domainname,
    Tty: inputs.tty,
    OpenStdin: inputs.stdinOpen,
    StopSignal: inputs.stopSignal,
    StopTimeout: inputs.stopTimeout,
    Env: inputs.envs,
    Cmd: inputs.command,
    Entrypoint: inputs.entrypoints,
    User: inputs.user,
    WorkingDir: inputs.workingDir,
    Labels: labelMap(inputs.labels),
    ExposedPorts: ports.length > 0 ? Object.fromEntries(ports.map((port) => [keyOf(port), {}])) : undefined,
    Volumes:
      mounted.length > 0
        ? Object.fromEntries(mounted.map(({ containerPath }) => [String(containerPath), {}]))
        : undefined,
    Healthcheck: isObject(inputs.healthcheck) ? healthcheckBody(inputs.healthcheck) : undefined,
    HostConfig: hostConfig(inputs, ports),
  });
}

function hostConfig(inputs: Properties, ports: Properties[]): Properties {
  const capabilities = objectAt(inputs, "capabilities");
  return known({
    ...changeable(inputs),
    ...processors(inputs),
    ...security(inputs),
    Privileged: inputs.privileged,
    PublishAllPorts: inputs.publishAllPorts,
    Runtime: inputs.runtime,
    AutoRemove: inputs.rm,
    ReadonlyRootfs: inputs.readOnly,
    LogConfig: { Type: inputs.logDriver ?? "", Config: inputs.logOpts ?? {} },
    Mounts: inputs.mounts === undefined ? undefined : objects(inputs.mounts).map(mountBody),
    Tmpfs: inputs.tmpfs,
    PortBindings: ports.length > 0 ? bindings(ports) : undefined,
    ExtraHosts: list(inputs.hosts, ({ host, ip }) => `${String(host)}:${String(ip)}`),
    Binds: list(inputs.volumes, bind),
    VolumesFrom: list(inputs.volumes, ({ fromContainer }) => fromContainer),
    Ulimits: list(inputs.ulimits, ({ name, soft, hard }) => ({
      Name: name ?? "",
      Soft: soft ?? 0,
      Hard: hard ?? 0,
    })),
    CapAdd: capabilities.adds,
    CapDrop: capabilities.drops,
    Devices: list(inputs.devices, ({ hostPath, containerPath, permissions }) => ({
      PathOnHost: hostPath ?? "",
      PathInContainer: containerPath ?? hostPath ?? "",
      CgroupPermissions: permissions ?? "rwm",
    })),
    DeviceCgroupRules: inputs.deviceCgroupRules,
    DeviceRequests:
      typeof inputs.gpus === "string"
        ? [deviceRequestOf(inputs.gpus)]
        : list(inputs.deviceRequests, deviceRequest),
    Dns: inputs.dns,
    DnsOptions: inputs.dnsOpts,
    DnsSearch: inputs.dnsSearches,
    ShmSize: bytes(inputs.shmSize),
    NetworkMode: inputs.networkMode,
    UsernsMode: inputs.usernsMode,
    PidMode: inputs.pidMode,
    IpcMode: inputs.ipcMode,
    CgroupnsMode: inputs.cgroupnsMode,
    CgroupParent: inputs.cgroupParent,
    Sysctls: inputs.sysctls,
    GroupAdd: inputs.groupAdds,
    StorageOpt: inputs.storageOpts,
    Init: inputs.init ?? false,
  });
}

/** What can be changed of a container that is there: the whole of what an update sends. */
export function changeable(inputs: Properties): Properties {
  const swap = inputs.memorySwap;
  return known({
    RestartPolicy: { Name: inputs.restart ?? "no", MaximumRetryCount: inputs.maxRetryCount ?? 0 },
    Memory: bytes(inputs.memory),
    MemoryReservation: bytes(inputs.memoryReservation),
    MemorySwap: typeof swap === "number" && swap > 0 ? bytes(swap) : swap,
    CpuShares: inputs.cpuShares,
    CpusetCpus: inputs.cpuSet,
    BlkioDeviceReadBps: list(inputs.deviceReadBps, rate),
    BlkioDeviceReadIOps: list(inputs.deviceReadIops, rate),
    BlkioDeviceWriteBps: list(inputs.deviceWriteBps, rate),
    BlkioDeviceWriteIOps: list(inputs.deviceWriteIops, rate),
  });
}

/** Processors as a number outweigh the same as periods. */
function processors({ cpus, cpuPeriod, cpuQuota }: Properties): Record<string, Value | undefined> {
  if (cpus === undefined) return { CpuPeriod: cpuPeriod, CpuQuota: cpuQuota };
  const count = Number(cpus);
  if (!(count > 0)) throw new Refusal("cpus has to be a number of processors such as 1.5");
  return { NanoCpus: Math.round(count * 1e9) };
}

/** Unconfined system paths are no option of the Engine: whoever wants them masks nothing. */
function security({ securityOpts }: Properties): Record<string, Value | undefined> {
  if (!Array.isArray(securityOpts)) return {};
  const options = securityOpts.filter((option) => option !== "systempaths=unconfined");
  const unmasked = options.length < securityOpts.length && { MaskedPaths: [], ReadonlyPaths: [] };
  return { SecurityOpt: options, ...unmasked };
}

function keyOf({ internal, protocol = "tcp" }: Properties): string {
  return `${String(internal)}/${String(protocol)}`;
}

function bindings(ports: Properties[]): Properties {
  const all: Record<string, Value[]> = {};
  for (const port of ports) {
    const { external, ip = "0.0.0.0" } = port;
    all[keyOf(port)] = [
      ...(all[keyOf(port)] ?? []),
      { HostIp: ip, HostPort: external === undefined ? "" : String(external) },
    ];
  }
  return all;
}

function bind({
  containerPath,
  hostPath,
  volumeName,
  readOnly,
  selinuxRelabel,
}: Properties): Value | undefined {
  const source = hostPath ?? volumeName;
  if (source === undefined) return undefined;
  const mode = [readOnly === true ? "ro" : "rw", ...(selinuxRelabel ? [String(selinuxRelabel)] : [])];
  return `${String(source)}:${String(containerPath)}:${mode.join(",")}`;
}

function mountBody(mount: Properties): Properties {
  const { bindOptions, volumeOptions, tmpfsOptions } = mount;
  const common: Record<string, Value | undefined> = {
    Type: mount.type,
    Target: mount.target,
    Source: mount.source,
    ReadOnly: mount.readOnly,
  };
  if (mount.type === "bind" && isObject(bindOptions))
    return known({ ...common, BindOptions: known({ Propagation: bindOptions.propagation }) });
  if (mount.type === "tmpfs" && isObject(tmpfsOptions))
    return known({
      ...common,
      TmpfsOptions: known({ SizeBytes: tmpfsOptions.sizeBytes, Mode: tmpfsOptions.mode }),
    });
  if (mount.type !== "volume" || !isObject(volumeOptions)) return known(common);
  const { driverName, driverOptions, labels, noCopy, subpath } = volumeOptions;
  const driver =
    driverName !== undefined || driverOptions !== undefined
      ? known({ Name: driverName, Options: driverOptions })
      : undefined;
  return known({
    ...common,
    VolumeOptions: known({
      NoCopy: noCopy,
      Labels: labelMap(labels),
      DriverConfig: driver,
      Subpath: subpath,
    }),
  });
}

function deviceRequest({ driver, count, deviceIds, capabilities, options }: Properties): Properties {
  return known({
    Driver: driver ?? "cdi",
    Count: count ?? 0,
    DeviceIDs: deviceIds,
    Capabilities: Array.isArray(capabilities) ? [capabilities] : undefined,
    Options: options,
  });
}

function healthcheckBody(health: Properties): Properties {
  const nanos = (value: Value | undefined) => (typeof value === "string" ? nanoseconds(value) : 0);
  return known({
    Test: health.tests,
    Interval: nanos(health.interval),
    Timeout: nanos(health.timeout),
    StartPeriod: nanos(health.startPeriod),
    StartInterval: nanos(health.startInterval),
    Retries: health.retries,
  });
}

function rate({ path, rate: value }: Properties): Properties {
  return { Path: path ?? "", Rate: value ?? 0 };
}

function bytes(mebibytes: Value | undefined): number | undefined {
  return typeof mebibytes === "number" ? mebibytes * mebibyte : undefined;
}

function list(value: Value | undefined, each: (item: Properties) => Value | undefined): Value[] | undefined {
  const items = objects(value).flatMap((item): Value[] => {
    const made = each(item);
    return made === undefined ? [] : [made];
  });
  return items.length > 0 ? items : undefined;
}
