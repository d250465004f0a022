import type { ContainerConfig, EndpointRequest, HostConfig, PortMap } from "./container-request.ts";

/** What the host remembers, as plain data. Dates are as the API writes them. */

export interface Endpoint extends EndpointRequest {
  NetworkID: string;
  EndpointID: string;
  Gateway: string;
  IPAddress: string;
  IPPrefixLen: number;
  IPv6Gateway: string;
  GlobalIPv6Address: string;
  GlobalIPv6PrefixLen: number;
  DNSNames: string[] | null;
}

export interface MountPoint {
  Type: "bind" | "volume" | "tmpfs";
  Name?: string;
  Source: string;
  Destination: string;
  Driver?: string;
  Mode: string;
  RW: boolean;
  Propagation: string;
}

export type Status = "created" | "running" | "paused" | "restarting" | "exited";

export interface Container {
  id: string;
  name: string;
  created: string;
  /** The image's id, whatever its name leads to by now. */
  image: string;
  config: ContainerConfig;
  hostConfig: HostConfig;
  networks: Record<string, Endpoint>;
  mounts: MountPoint[];
  /** The ports of the host that are its own while it runs. */
  ports: NonNullable<PortMap>;
  status: Status;
  pid: number;
  exitCode: number;
  error: string;
  startedAt: string;
  finishedAt: string;
  restarts: number;
  /** Of a tool that does its work and ends: when, in milliseconds, and how. */
  end?: { at: number; code: number };
  /** When one that is restarted runs again, in milliseconds. */
  again?: number;
}

export interface IpamPool {
  Subnet: string;
  Gateway?: string;
  IPRange?: string;
  AuxiliaryAddresses?: Record<string, string>;
}

export interface Network {
  id: string;
  name: string;
  created: string;
  driver: string;
  scope: string;
  ipv4: boolean;
  ipv6: boolean;
  internal: boolean;
  attachable: boolean;
  ingress: boolean;
  ipam: { Driver: string; Options: Record<string, string> | null; Config: IpamPool[] };
  options: Record<string, string>;
  labels: Record<string, string>;
  /** Whether a person chose the subnets: only then may an endpoint ask for an address of its own. */
  chosen: boolean;
}

export interface Volume {
  name: string;
  created: string;
  driver: string;
  labels: Record<string, string> | null;
  options: Record<string, string> | null;
  anonymous: boolean;
}

export interface Image {
  id: string;
  tags: string[];
  digests: string[];
  created: string;
  architecture: string;
  size: number;
  tagged: string;
}

export interface Exec {
  id: string;
  container: string;
  command: string[];
  tty: boolean;
  user: string;
  privileged: boolean;
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  running: boolean;
  exitCode: number | null;
}

/** A file that was copied into a container. */
export interface StoredFile {
  container: string;
  path: string;
  kind: "file" | "directory" | "symlink";
  mode: number;
  uid: number;
  gid: number;
  /** Seconds since 1970. */
  modified: number;
  target: string;
  /** Base64. */
  content: string;
}
