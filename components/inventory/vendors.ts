import type { Inventory } from "./inventory.ts";

export type Vendor = "cloudflare" | "proxmox" | "tailscale";

/** Those that are nowhere in the house: without the internet nothing can be applied to them. */
const OUTSIDE: Vendor[] = ["cloudflare", "tailscale"];

/** Whose APIs are asked for what a lab declares, besides those of its clusters and Docker hosts. */
export function vendorsOf({ machines, clusters }: Inventory): Vendor[] {
  const hasClusters = Object.keys(clusters).length > 0;
  const hasHypervisors = Object.values(machines).some(({ kind }) => kind === "hypervisor");
  return [...(hasClusters ? OUTSIDE : []), ...(hasHypervisors ? (["proxmox"] as const) : [])];
}

export function isOutside(vendor: Vendor): boolean {
  return OUTSIDE.includes(vendor);
}
