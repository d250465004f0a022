import { z } from "zod";
import { fault } from "../fault.ts";
import { cidr, domain, label, percent } from "../units/index.ts";
import { waiver } from "../waiver.ts";
import { diskBudget } from "./disks.ts";
import { gitops } from "./gitops.ts";
import { amount, containers, mesh, namespace } from "./pods.ts";
import { shareName } from "./storage.ts";

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
  /** Why it may be what Kubernetes does not support, for a while. */
  waive: z.strictObject({ "newer-than-its-servers": waiver.optional() }).optional(),
});

export const cluster = z.strictObject({
  about: z.string(),
  site: label,
  version: k3sRelease,
  /** Addresses of its pods and of its services. No other cluster may use them: the tailnet joins them all. */
  pods: cidr,
  services: cidr,
  /** Raised by one, its certificate authorities and its administrator are others. */
  generation: z.int().positive().default(1),
  /** Names of public services: `<service>.<domain>`, through a tunnel. */
  domain,
  ingress: z.enum(["traefik", "none"]),
  /** The storage class of a claim that names none. */
  storageClass: z.enum(["local-path", "longhorn"]),
  /** What its replicated disks are for. */
  storage: z
    .strictObject({
      budget: diskBudget,
      /** The share that their backups go to. */
      backups: shareName.optional(),
    })
    .optional(),
  /** What every container is held to, where it is. */
  containers: containers.optional(),
  mesh: mesh.optional(),
  /** Those that say more than what follows from their services. */
  namespaces: z.record(label, namespace).default({}),
  /** Between what a workload may be advised to ask for; nothing is advised where this is not said. */
  advice: z.strictObject({ min: amount, max: amount }).optional(),
  /** Where Git says what it should hold, if somebody there follows it. */
  gitops: gitops.optional(),
  nodes: z.record(label, clusterNode),
});

/** The nodes that answer for the cluster. */
export function serversOf({ nodes }: Cluster): string[] {
  return Object.keys(nodes).filter((name) => nodes[name]?.role === "server");
}

/** Whether any of its nodes is somewhere else: then all of them speak with each other through the tailnet. */
export function isSpread({ nodes }: Cluster): boolean {
  return Object.values(nodes).some(({ join }) => join === "tailnet");
}

export type Cluster = z.output<typeof cluster>;
export type ClusterNode = z.output<typeof clusterNode>;
