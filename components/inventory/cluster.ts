import { z } from "zod";
import { fault } from "../fault.ts";
import { domain, label, percent } from "../units/index.ts";
import { diskBudget } from "./disks.ts";
import { containers, mesh, namespace } from "./pods.ts";

const k3sRelease = z
  .string()
  .regex(/^v\d+\.\d+\.\d+\+k3s\d+$/, fault("not a k3s release", 'write "v1.34.3+k3s1"'));

export const clusterNode = z.strictObject({
  role: z.enum(["server", "agent"]),
  /** The k3s release of this node, where it differs from its cluster's. */
  version: k3sRelease.optional(),
  /** How it reaches the servers. */
  join: z.enum(["lan", "tailnet"]).default("lan"),
  labels: z.record(z.string(), z.string()).default({}),
  /** Only services that are placed here by name or by label run here. */
  reserved: z.boolean().default(false),
  /** The part of its memory that pods may ask for; the rest is for bursts, and for whoever works on it. */
  memoryAtMost: percent.optional(),
});

export const cluster = z.strictObject({
  about: z.string(),
  site: label,
  version: k3sRelease,
  /** Names of public services: `<service>.<domain>`, through a tunnel. */
  domain,
  ingress: z.enum(["traefik", "none"]),
  /** The storage class of a claim that names none. */
  storageClass: z.enum(["local-path", "longhorn"]),
  /** What its replicated disks are for. */
  storage: z.strictObject({ budget: diskBudget }).optional(),
  /** What every container is held to, where it is. */
  containers: containers.optional(),
  mesh: mesh.optional(),
  /** Those that say more than what follows from their services. */
  namespaces: z.record(label, namespace).default({}),
  nodes: z.record(label, clusterNode),
});

/** The nodes that answer for the cluster. */
export function serversOf({ nodes }: Cluster): string[] {
  return Object.keys(nodes).filter((name) => nodes[name]?.role === "server");
}

export type Cluster = z.output<typeof cluster>;
export type ClusterNode = z.output<typeof clusterNode>;
