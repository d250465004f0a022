import { z } from "zod";
import { domain, label } from "../units/index.ts";

export const clusterNode = z.strictObject({
  role: z.enum(["server", "agent"]),
  /** The k3s release of this node, where it differs from its cluster's. */
  version: z.string().optional(),
  /** How it reaches the servers. */
  join: z.enum(["lan", "tailnet"]).default("lan"),
  labels: z.record(z.string(), z.string()).default({}),
  /** Only services that are placed here by name or by label run here. */
  reserved: z.boolean().default(false),
});

export const cluster = z.strictObject({
  about: z.string(),
  site: label,
  version: z.string().regex(/^v\d+\.\d+\.\d+\+k3s\d+$/, { error: 'a k3s release reads like "v1.34.3+k3s1"' }),
  /** Names of public services: `<service>.<domain>`, through a tunnel. */
  domain,
  ingress: z.enum(["traefik", "none"]),
  /** The storage class of a claim that names none. */
  storageClass: z.enum(["local-path", "longhorn"]),
  nodes: z.record(label, clusterNode),
});

export type Cluster = z.output<typeof cluster>;
export type ClusterNode = z.output<typeof clusterNode>;
