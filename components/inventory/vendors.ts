import type { Inventory } from "./inventory.ts";

export type Vendor = "cloudflare" | "proxmox" | "tailscale";

/** Whose APIs are asked for what a lab declares, besides those of its clusters and Docker hosts. */
export function vendorsOf({ machines, clusters }: Inventory): Vendor[] {
  const hasClusters = Object.keys(clusters).length > 0;
  const hasHypervisors = Object.values(machines).some(({ kind }) => kind === "hypervisor");
  return [
    ...(hasClusters ? (["cloudflare", "tailscale"] as const) : []),
    ...(hasHypervisors ? (["proxmox"] as const) : []),
  ];
}
