import {
  boolean,
  defaulting,
  type Field,
  type Fields,
  integer,
  list,
  map,
  matching,
  object,
  oneOf,
  replacing,
  required,
  set,
  string,
} from "../framework/shape.ts";
import type { Table } from "../framework/table.ts";
import type { Failure } from "../framework/validate.ts";
import { isObject, type Properties } from "../framework/value.ts";
import { duration, labels, octal } from "./words.ts";

const rates = set(object("device rate", { path: required(string), rate: required(integer) }));

const healthcheck: Field = object("healthcheck", {
  interval: defaulting(duration, "0s"),
  retries: defaulting(integer, 0),
  startInterval: defaulting(duration, "0s"),
  startPeriod: defaulting(duration, "0s"),
  tests: list(string),
  timeout: defaulting(duration, "0s"),
});

const mount = object("mount", {
  bindOptions: object("bindOptions", {
    propagation: oneOf("private", "rprivate", "shared", "rshared", "slave", "rslave"),
  }),
  readOnly: boolean,
  source: string,
  target: required(string),
  tmpfsOptions: object("tmpfsOptions", { mode: integer, sizeBytes: integer }),
  type: required(oneOf("bind", "volume", "tmpfs")),
  volumeOptions: object("volumeOptions", {
    driverName: string,
    driverOptions: map(string),
    labels,
    noCopy: boolean,
    subpath: string,
  }),
});

const network = object("networksAdvanced", {
  aliases: set(string),
  driverOpts: set(string),
  gwPriority: integer,
  ipv4Address: string,
  ipv6Address: string,
  linkLocalIps: set(string),
  macAddress: string,
  name: required(string),
});

const upload = object("upload", {
  content: string,
  contentBase64: string,
  executable: defaulting(boolean, false),
  file: required(string),
  group: string,
  owner: string,
  permissions: octal,
  source: string,
  sourceHash: string,
});

const volume = object("volume", {
  containerPath: string,
  fromContainer: string,
  hostPath: matching(/^(\/|[A-Za-z]:[\\/])/, "an absolute path"),
  readOnly: boolean,
  selinuxRelabel: oneOf("z", "Z"),
  volumeName: string,
});

const device = object("device", {
  containerPath: string,
  hostPath: required(string),
  permissions: defaulting(string, "rwm"),
});

const deviceRequest = object("deviceRequest", {
  capabilities: set(string),
  count: defaulting(integer, 0),
  deviceIds: set(string),
  driver: defaulting(string, "cdi"),
  options: map(string),
});

const port = object("port", {
  external: integer,
  internal: required(integer),
  ip: defaulting(string, "0.0.0.0"),
  protocol: defaulting(oneOf("tcp", "udp", "sctp"), "tcp"),
});

/** What a container is born with. It stays so: a change of any of it makes another container. */
const inborn: Fields = {
  capabilities: object("capabilities", { adds: set(string), drops: set(string) }),
  cgroupParent: string,
  cgroupnsMode: oneOf("private", "host"),
  command: list(string),
  cpus: string,
  deviceCgroupRules: set(string),
  deviceRequests: set(deviceRequest),
  devices: set(device),
  dns: set(string),
  dnsOpts: set(string),
  dnsSearches: set(string),
  domainname: string,
  entrypoints: list(string),
  envs: set(string),
  gpus: string,
  groupAdds: set(string),
  // The official provider calls a change of the next three an update, and then makes none: the Engine API cannot.
  healthcheck,
  init: boolean,
  tmpfs: map(string),
  hostname: string,
  hosts: set(object("host", { host: required(string), ip: required(string) })),
  image: required(string),
  ipcMode: string,
  labels,
  logDriver: string,
  logOpts: map(string),
  mounts: set(mount),
  name: string,
  networkMode: defaulting(string, "bridge"),
  networksAdvanced: set(network),
  pidMode: string,
  platform: string,
  ports: list(port),
  privileged: boolean,
  publishAllPorts: boolean,
  readOnly: defaulting(boolean, false),
  runtime: string,
  securityOpts: set(string),
  shmSize: integer,
  stdinOpen: defaulting(boolean, false),
  stopSignal: string,
  stopTimeout: integer,
  storageOpts: map(string),
  sysctls: map(string),
  tty: defaulting(boolean, false),
  ulimits: set(
    object("ulimit", { hard: required(integer), name: required(string), soft: required(integer) }),
  ),
  uploads: set(upload),
  user: string,
  usernsMode: string,
  volumes: set(volume),
  workingDir: string,
};

/** What the Engine API can change of a container that is there, and what only says how the provider goes about it. */
const changeable: Fields = {
  attach: defaulting(boolean, false),
  containerReadRefreshTimeoutMilliseconds: defaulting(integer, 15000),
  cpuPeriod: integer,
  cpuQuota: integer,
  cpuSet: matching(/^\d+([,-]\d+)*$/, 'a list of CPUs such as "0-3" or "0,2"'),
  cpuShares: integer,
  destroyGraceSeconds: integer,
  deviceReadBps: rates,
  deviceReadIops: rates,
  deviceWriteBps: rates,
  deviceWriteIops: rates,
  logs: defaulting(boolean, false),
  maxRetryCount: integer,
  memory: integer,
  memoryReservation: defaulting(integer, 0),
  memorySwap: integer,
  mustRun: defaulting(boolean, true),
  removeVolumes: defaulting(boolean, true),
  restart: defaulting(oneOf("no", "on-failure", "always", "unless-stopped"), "no"),
  rm: defaulting(boolean, false),
  start: defaulting(boolean, true),
  wait: defaulting(boolean, false),
  waitTimeout: defaulting(integer, 60),
};

const outputs: Fields = {
  bridge: { ...string, output: true },
  containerLogs: { ...string, output: true },
  exitCode: { ...integer, output: true },
  networkDatas: { ...list(object("networkData", {})), output: true },
};

const fields: Fields = {
  ...Object.fromEntries(Object.entries(inborn).map(([key, field]) => [key, replacing(field)])),
  ...changeable,
  ...outputs,
};

/** As in the Container class of @pulumi/docker, defaults and replacements as in the Terraform provider under it. */
export const container: Table = {
  shape: { is: "object", name: "Container", fields: () => fields },
  autoname: true,
  rules: (inputs) => [...sources(inputs), ...accelerators(inputs)],
};

/** A volume, a mount or an upload comes from exactly one place. */
function sources(inputs: Properties): Failure[] {
  return [
    ...each(inputs, "volumes", (volume) => one(volume, ["hostPath", "volumeName", "fromContainer"])),
    ...each(inputs, "uploads", (upload) => one(upload, ["content", "contentBase64", "source"])),
    ...each(inputs, "mounts", (mount) =>
      mount.type === "bind" && mount.source === undefined ? "is a bind, and says no source" : undefined,
    ),
  ];
}

function accelerators(inputs: Properties): Failure[] {
  if (inputs.gpus === undefined || inputs.deviceRequests === undefined) return [];
  return [{ path: ["gpus"], reason: "and deviceRequests exclude each other" }];
}

function each(inputs: Properties, key: string, judge: (item: Properties) => string | undefined): Failure[] {
  const items = inputs[key];
  if (!Array.isArray(items)) return [];
  return items.flatMap((item, index) => {
    const reason = isObject(item) ? judge(item) : undefined;
    return reason === undefined ? [] : [{ path: [key, index], reason }];
  });
}

function one(item: Properties, keys: string[]): string | undefined {
  const given = keys.filter((key) => item[key] !== undefined);
  if (given.length === 1) return undefined;
  return `needs exactly one of ${keys.join(", ")}, and has ${given.length > 0 ? given.join(" and ") : "none"}`;
}
