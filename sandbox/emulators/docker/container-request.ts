import { z } from "zod";
import { dictionary, flag, integer, nullable, struct, text, texts, words } from "./go-json.ts";

/** What a client may say of a container, with the Engine's own zero values for all that it leaves out. */

const devicePaths = nullable(z.array(struct({ Path: text, Rate: integer })));

const healthcheck = struct({
  Test: texts,
  Interval: integer,
  Timeout: integer,
  StartPeriod: integer,
  StartInterval: integer,
  Retries: integer,
});

export const endpointRequest = struct({
  IPAMConfig: nullable(struct({ IPv4Address: text, IPv6Address: text, LinkLocalIPs: texts })),
  Links: texts,
  Aliases: texts,
  MacAddress: text,
  DriverOpts: dictionary,
  GwPriority: integer,
});
export type EndpointRequest = z.infer<typeof endpointRequest>;

const mount = struct({
  Type: text,
  Source: text,
  Target: text,
  ReadOnly: flag,
  Consistency: text,
  BindOptions: z.looseObject({ Propagation: z.string().optional() }).optional(),
  VolumeOptions: z
    .looseObject({
      Labels: z.record(z.string(), z.string()).nullish(),
      DriverConfig: z
        .looseObject({
          Name: z.string().optional(),
          Options: z.record(z.string(), z.string()).nullish(),
        })
        .nullish(),
    })
    .optional(),
  TmpfsOptions: z.looseObject({}).optional(),
});
export type MountRequest = z.infer<typeof mount>;

const binding = struct({ HostIp: text, HostPort: text });
const portMap = nullable(z.record(z.string(), nullable(z.array(binding))));
export type PortMap = z.infer<typeof portMap>;

const restartPolicy = struct({ Name: text, MaximumRetryCount: integer });

/** The part of a container's settings that can be changed while it lives. */
const resources = {
  CpuShares: integer,
  Memory: integer,
  NanoCpus: integer,
  CgroupParent: text,
  BlkioWeight: integer,
  BlkioWeightDevice: nullable(z.array(z.looseObject({}))),
  BlkioDeviceReadBps: devicePaths,
  BlkioDeviceWriteBps: devicePaths,
  BlkioDeviceReadIOps: devicePaths,
  BlkioDeviceWriteIOps: devicePaths,
  CpuPeriod: integer,
  CpuQuota: integer,
  CpuRealtimePeriod: integer,
  CpuRealtimeRuntime: integer,
  CpusetCpus: text,
  CpusetMems: text,
  MemoryReservation: integer,
  MemorySwap: integer,
  MemorySwappiness: nullable(z.int()),
  PidsLimit: nullable(z.int()),
};

export const updateRequest = struct({ ...resources, RestartPolicy: restartPolicy });
export type UpdateRequest = z.infer<typeof updateRequest>;

const deviceRequest = struct({
  Driver: text,
  Count: integer,
  DeviceIDs: texts,
  Capabilities: nullable(z.array(z.array(z.string()))),
  Options: nullable(z.record(z.string(), z.string())),
});
export type DeviceRequest = z.infer<typeof deviceRequest>;

export const hostConfig = struct({
  ...resources,
  Binds: texts,
  ContainerIDFile: text,
  LogConfig: struct({ Type: text, Config: nullable(z.record(z.string(), z.string())) }),
  NetworkMode: text,
  PortBindings: portMap,
  RestartPolicy: restartPolicy,
  AutoRemove: flag,
  VolumeDriver: text,
  VolumesFrom: texts,
  ConsoleSize: z
    .array(z.int())
    .nullish()
    .transform((size) => size ?? [0, 0]),
  CapAdd: words,
  CapDrop: words,
  CgroupnsMode: text,
  Dns: texts,
  DnsOptions: texts,
  DnsSearch: texts,
  ExtraHosts: texts,
  GroupAdd: texts,
  IpcMode: text,
  Cgroup: text,
  Links: texts,
  OomScoreAdj: integer,
  PidMode: text,
  Privileged: flag,
  PublishAllPorts: flag,
  ReadonlyRootfs: flag,
  SecurityOpt: texts,
  StorageOpt: dictionary,
  Tmpfs: dictionary,
  UTSMode: text,
  UsernsMode: text,
  ShmSize: integer,
  Sysctls: dictionary,
  Runtime: text,
  Isolation: text,
  Devices: nullable(z.array(struct({ PathOnHost: text, PathInContainer: text, CgroupPermissions: text }))),
  DeviceCgroupRules: texts,
  DeviceRequests: nullable(z.array(deviceRequest)),
  OomKillDisable: nullable(z.boolean()),
  Ulimits: nullable(z.array(struct({ Name: text, Hard: integer, Soft: integer }))),
  CpuCount: integer,
  CpuPercent: integer,
  IOMaximumIOps: integer,
  IOMaximumBandwidth: integer,
  Mounts: nullable(z.array(mount)),
  MaskedPaths: texts,
  ReadonlyPaths: texts,
  Init: nullable(z.boolean()),
});
export type HostConfig = z.infer<typeof hostConfig>;

const config = {
  Hostname: text,
  Domainname: text,
  User: text,
  AttachStdin: flag,
  AttachStdout: flag,
  AttachStderr: flag,
  ExposedPorts: nullable(z.record(z.string(), z.looseObject({}))),
  Tty: flag,
  OpenStdin: flag,
  StdinOnce: flag,
  Env: texts,
  Cmd: words,
  Healthcheck: nullable(healthcheck),
  Image: text,
  Volumes: nullable(z.record(z.string(), z.looseObject({}))),
  WorkingDir: text,
  Entrypoint: words,
  OnBuild: texts,
  Labels: dictionary,
  StopSignal: text,
  StopTimeout: nullable(z.int()),
  Shell: words,
};
const containerConfig = struct(config);
export type ContainerConfig = z.infer<typeof containerConfig>;

export const createRequest = struct({
  ...config,
  HostConfig: hostConfig,
  NetworkingConfig: struct({ EndpointsConfig: nullable(z.record(z.string(), nullable(endpointRequest))) }),
});
export type CreateRequest = z.infer<typeof createRequest>;
