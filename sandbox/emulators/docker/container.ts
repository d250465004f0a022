import { ApiError } from "../framework/index.ts";
import { refuseContainer } from "./container-checks.ts";
import { settle } from "./container-life.ts";
import { makeMounts, planMounts } from "./container-mounts.ts";
import { tellOf } from "./container-removal.ts";
import type { ContainerConfig, CreateRequest, HostConfig } from "./container-request.ts";
import { isUserDefined, plannedEndpoint, refuseSettings } from "./endpoint.ts";
import { type Host, lookUp, never, newId, now } from "./host.ts";
import { imageNamed } from "./image.ts";
import { imageConfig } from "./image-view.ts";
import { findNetwork } from "./network.ts";
import type { Container, Endpoint, Image } from "./records.ts";

/** All of them as they are by now, the youngest first. */
export function allContainers(host: Host): Container[] {
  return host.containers
    .all()
    .flatMap((container) => settle(host, container) ?? [])
    .toReversed();
}

export function findContainer(host: Host, reference: string): Container | undefined {
  const found = lookUp(host.containers.all(), reference, "container");
  return found && settle(host, found);
}

export function containerNamed(host: Host, reference: string): Container {
  const container = findContainer(host, reference);
  if (!container) throw new ApiError(404, `No such container: ${reference}`);
  return container;
}

export function createContainer(host: Host, name: string, platform: string, request: CreateRequest) {
  const { HostConfig: wanted, NetworkingConfig, ...config } = request;
  refuseContainer(config, wanted, host.seed);
  const image = imageNamed(host, config.Image);
  refusePlatform(image, config.Image, platform);
  const id = newId();
  const ownName = name === "" ? automaticName(host) : freeName(host, name);
  const hostConfig = completed(wanted);
  const networks = plannedNetworks(host, hostConfig.NetworkMode, NetworkingConfig.EndpointsConfig ?? {});
  const from = (hostConfig.VolumesFrom ?? []).map((each) => source(host, each));
  const planned = planMounts(request, from);
  // From here on nothing is refused any more.
  const container: Container = {
    id,
    name: ownName,
    created: now(),
    image: image.id,
    config: withImage(config, hostConfig, id, host),
    hostConfig,
    networks,
    mounts: makeMounts(host, planned),
    ports: {},
    status: "created",
    pid: 0,
    exitCode: 0,
    error: "",
    startedAt: never,
    finishedAt: never,
    restarts: 0,
  };
  host.containers.put(id, container);
  tellOf(host, container, "create");
  const publishes = Object.keys(hostConfig.PortBindings ?? {}).length > 0;
  const discarded = hostConfig.NetworkMode === "host" && publishes;
  return {
    Id: id,
    Warnings: discarded ? ["Published ports are discarded when using host network mode"] : [],
  };
}

function refusePlatform(image: Image, name: string, platform: string): void {
  const [os, architecture] = platform.includes("/") ? platform.split("/") : ["linux", platform];
  if (platform === "" || (os === "linux" && (!architecture || architecture === image.architecture))) return;
  throw new ApiError(
    404,
    `image with reference ${name} was found but does not provide the specified platform (${platform})`,
  );
}

const nameRule = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** The name as it is kept, where it is one and nobody has it. */
export function freeName(host: Host, name: string): string {
  if (!nameRule.test(name))
    throw new ApiError(400, `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
  const plain = name.replace(/^\//, "");
  const owner = host.containers.all().find((container) => container.name === plain);
  if (owner)
    throw new ApiError(
      409,
      `Conflict. The container name "/${plain}" is already in use by container "${owner.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  return plain;
}

const moods = "brave calm eager gentle happy keen lucid merry noble quiet swift witty".split(" ");
const beasts = "badger crane dolphin falcon heron ibex lynx marten otter puffin raven stoat".split(" ");

function automaticName(host: Host): string {
  const id = newId();
  const pick = (from: string[], at: number) => from[Number.parseInt(id.slice(at, at + 4), 16) % from.length];
  const name = `${pick(moods, 0)}_${pick(beasts, 4)}`;
  const taken = host.containers.all().some((container) => container.name === name);
  return taken ? `${name}_${id.slice(8, 12)}` : name;
}

const maskedPaths = "asound acpi interrupts kcore keys latency_stats timer_list timer_stats sched_debug scsi"
  .split(" ")
  .map((name) => `/proc/${name}`)
  .concat("/sys/firmware", "/sys/devices/virtual/powercap");
const readonlyPaths = "bus fs irq sys sysrq-trigger".split(" ").map((name) => `/proc/${name}`);

/** What the Engine fills in by itself. */
function completed(wanted: HostConfig): HostConfig {
  const { Memory, MemorySwap, LogConfig, NetworkMode, Privileged } = wanted;
  return {
    ...wanted,
    NetworkMode: ["", "default"].includes(NetworkMode) ? "bridge" : NetworkMode,
    LogConfig: { Type: LogConfig.Type || "json-file", Config: LogConfig.Config ?? {} },
    RestartPolicy: { ...wanted.RestartPolicy, Name: wanted.RestartPolicy.Name || "no" },
    ShmSize: wanted.ShmSize || 64 * 2 ** 20,
    MemorySwap: Memory > 0 && MemorySwap === 0 ? 2 * Memory : MemorySwap,
    IpcMode: wanted.IpcMode || "private",
    CgroupnsMode: wanted.CgroupnsMode || (Privileged ? "host" : "private"),
    Runtime: wanted.Runtime || "runc",
    MaskedPaths: wanted.MaskedPaths ?? (Privileged ? null : maskedPaths),
    ReadonlyPaths: wanted.ReadonlyPaths ?? (Privileged ? null : readonlyPaths),
  };
}

function withImage(
  { Image: image, ...config }: ContainerConfig,
  { NetworkMode }: HostConfig,
  id: string,
  { seed }: Host,
): ContainerConfig {
  const own = new Set((config.Env ?? []).map((variable) => variable.split("=", 1)[0]));
  const inherited = imageConfig.Env.filter((variable) => !own.has(variable.split("=", 1)[0] ?? ""));
  const bare = !config.Cmd?.length && !config.Entrypoint?.length;
  return {
    ...config,
    Image: image,
    Hostname: config.Hostname || (NetworkMode === "host" ? seed.name : id.slice(0, 12)),
    Env: [...(config.Env ?? []), ...inherited],
    Cmd: bare ? imageConfig.Cmd : config.Cmd,
    Labels: config.Labels ?? {},
  };
}

function plannedNetworks(
  host: Host,
  mode: string,
  wanted: CreateRequest["NetworkingConfig"]["EndpointsConfig"],
): Record<string, Endpoint> {
  if (mode.startsWith("container:")) return {};
  const named = (reference: string) =>
    reference === "default" ? "bridge" : (findNetwork(host, reference)?.name ?? reference);
  const requests = new Map(Object.entries(wanted ?? {}).map(([name, each]) => [named(name), each]));
  for (const [name, request] of requests) {
    const network = findNetwork(host, name);
    if (network) refuseSettings(network, request);
  }
  const first = named(mode);
  if (!isUserDefined(first) && [...requests.keys()].some((name) => name !== first && first !== "bridge"))
    throw new ApiError(
      400,
      `conflicting options: cannot attach both user-defined and non-user-defined network-modes`,
    );
  const names = new Set([first, ...requests.keys()]);
  return Object.fromEntries([...names].map((name) => [name, plannedEndpoint(requests.get(name))]));
}

function source(host: Host, text: string): Container {
  const [reference = "", mode] = text.split(":");
  if (mode !== undefined && !["ro", "rw", "z", "Z"].includes(mode))
    throw new ApiError(400, `invalid mode: ${mode}`);
  const container = findContainer(host, reference);
  if (!container) throw new ApiError(400, `No such container: ${reference}`);
  const mounts = container.mounts.map((mount) => ({ ...mount, RW: mount.RW && mode !== "ro" }));
  return { ...container, mounts };
}
