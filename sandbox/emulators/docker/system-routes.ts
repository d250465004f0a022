import { ApiError } from "../framework/index.ts";
import type { Add, Call } from "./api.ts";
import { allContainers } from "./container.ts";
import { summarizeContainer } from "./container-view.ts";
import { eventsRoute } from "./events-route.ts";
import { struct, text } from "./go-json.ts";
import { dataRoot, type Host, hashOf } from "./host.ts";
import { summarizeImage } from "./image-view.ts";
import { logDrivers } from "./log-driver.ts";
import { apiVersion, engineVersion, minApiVersion } from "./versions.ts";
import { inspectVolume, usersOf } from "./volume.ts";

const kernel = "6.12.48";
const commit = "a1b2c3d";
const built = "2026-06-18T09:00:00.000000000+00:00";

export function systemRoutes(add: Add, host: Host): void {
  add("GET", "/_ping", (call) => {
    call.reply.headers({
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-cache, no-store, must-revalidate",
      pragma: "no-cache",
      "builder-version": "2",
      swarm: "inactive",
    });
    return "OK";
  });
  add("GET", "/version", () => version(host));
  add("GET", "/info", () => info(host));
  add("GET", "/system/df", (call) => diskUsage(host, call));
  add("GET", "/events", (call) => eventsRoute(host, call));
  add("POST", "/auth", (call) => {
    const { username } = call.json(struct({ username: text, password: text, serveraddress: text }));
    if (username === "") throw new ApiError(401, "unauthorized: incorrect username or password");
    return { Status: "Login Succeeded", IdentityToken: "" };
  });
  // Clients read from this answer that the host is no part of a swarm, and go on.
  for (const path of ["/swarm", "/nodes", "/services", "/tasks", "/secrets", "/configs"])
    add("GET", path, () => {
      throw new ApiError(
        503,
        `This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.`,
      );
    });
  add("GET", "/plugins", () => []);
}

function version({ seed }: Host) {
  const common = {
    ApiVersion: apiVersion,
    MinAPIVersion: minApiVersion,
    GitCommit: commit,
    GoVersion: "go1.25.4",
    Os: "linux",
    Arch: seed.architecture,
    KernelVersion: kernel,
    BuildTime: built,
  };
  return {
    Platform: { Name: "Docker Engine - Community" },
    Version: engineVersion,
    ...common,
    Components: [{ Name: "Engine", Version: engineVersion, Details: { ...common, Experimental: "false" } }],
  };
}

/** Words of a fingerprint, as the Engine writes its own id. */
function hostId({ seed }: Host): string {
  const hash = hashOf("host", seed.name);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function info(host: Host) {
  const { seed } = host;
  const containers = allContainers(host);
  const count = (...states: string[]) => containers.filter(({ status }) => states.includes(status)).length;
  const limits = [
    "MemoryLimit",
    "SwapLimit",
    "CpuCfsPeriod",
    "CpuCfsQuota",
    "CPUShares",
    "CPUSet",
    "PidsLimit",
  ];
  const runtimes = ["io.containerd.runc.v2", "runc", ...(seed.gpus.length > 0 ? ["nvidia"] : [])];
  return {
    ID: hostId(host),
    Containers: containers.length,
    ContainersRunning: count("running", "restarting"),
    ContainersPaused: count("paused"),
    ContainersStopped: count("exited", "created"),
    Images: host.images.all().length,
    Driver: seed.storageDriver,
    DriverStatus: [
      ["Backing Filesystem", "extfs"],
      ["Supports d_type", "true"],
      ["Using metacopy", "false"],
      ["Native Overlay Diff", "true"],
      ["userxattr", "false"],
    ],
    Plugins: {
      Volume: ["local"],
      Network: ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
      Authorization: null,
      Log: logDrivers,
    },
    ...Object.fromEntries(limits.map((limit) => [limit, true])),
    OomKillDisable: false,
    IPv4Forwarding: true,
    Debug: false,
    NFd: 30,
    NGoroutines: 50,
    SystemTime: new Date().toISOString(),
    LoggingDriver: "json-file",
    CgroupDriver: "systemd",
    CgroupVersion: "2",
    NEventsListener: 0,
    KernelVersion: kernel,
    OperatingSystem: "Debian GNU/Linux 13 (trixie)",
    OSVersion: "13",
    OSType: "linux",
    Architecture: { amd64: "x86_64", arm64: "aarch64" }[seed.architecture],
    IndexServerAddress: "https://index.docker.io/v1/",
    RegistryConfig: {
      InsecureRegistryCIDRs: ["::1/128", "127.0.0.0/8"],
      IndexConfigs: { "docker.io": { Mirrors: [], Name: "docker.io", Official: true, Secure: true } },
      Mirrors: null,
    },
    NCPU: seed.cpus,
    MemTotal: seed.memoryBytes,
    GenericResources: null,
    DockerRootDir: dataRoot,
    HttpProxy: "",
    HttpsProxy: "",
    NoProxy: "",
    Name: seed.name,
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: engineVersion,
    Runtimes: Object.fromEntries(
      runtimes.map((name) => [name, { path: name === "nvidia" ? "nvidia-container-runtime" : "runc" }]),
    ),
    DefaultRuntime: "runc",
    Swarm: {
      NodeID: "",
      NodeAddr: "",
      LocalNodeState: "inactive",
      ControlAvailable: false,
      Error: "",
      RemoteManagers: null,
    },
    LiveRestoreEnabled: true,
    Isolation: "",
    InitBinary: "docker-init",
    ContainerdCommit: { ID: commit },
    RuncCommit: { ID: commit },
    InitCommit: { ID: commit },
    SecurityOptions: ["name=seccomp,profile=builtin", "name=cgroupns"],
    CDISpecDirs: ["/etc/cdi", "/var/run/cdi"],
    Warnings: null,
  };
}

function diskUsage(host: Host, call: Call) {
  const images = host.images.all().map((image) => summarizeImage(host, image));
  const containers = allContainers(host).map((container) => ({
    ...summarizeContainer(container),
    SizeRootFs: host.images.get(container.image)?.size ?? 0,
  }));
  const volumes = host.volumes.all().map((volume) => ({
    ...inspectVolume(volume),
    UsageData: { RefCount: usersOf(host, volume.name).length, Size: 0 },
  }));
  const size = images.reduce((sum, image) => sum + image.Size, 0);
  if (call.before("1.52"))
    return {
      LayersSize: size,
      Images: images,
      Containers: containers,
      Volumes: volumes,
      BuildCache: [],
      BuilderSize: 0,
    };
  const usage = (items: object[], active: number, total: number) => ({
    TotalCount: items.length,
    ActiveCount: active,
    TotalSize: total,
    Reclaimable: 0,
    ...(call.flag("verbose") && { Items: items }),
  });
  return {
    ImageUsage: usage(images, images.filter(({ Containers }) => Containers > 0).length, size),
    ContainerUsage: usage(containers, containers.filter(({ State }) => State === "running").length, 0),
    VolumeUsage: usage(volumes, volumes.filter(({ UsageData }) => UsageData.RefCount > 0).length, 0),
    BuildCacheUsage: usage([], 0, 0),
  };
}
