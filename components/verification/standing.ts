import type { Inventory } from "../inventory/index.ts";
import { contains } from "../units/index.ts";

/** In which networks of a lab somebody stands who looks at it. */
export interface Standing {
  sites: string[];
  tailnet: boolean;
}

/** By the addresses of their machine. */
export function standingOf(addresses: string[], { sites, tailnet }: Inventory): Standing {
  const isIn = (cidr: string) => addresses.some((address) => contains(cidr, address));
  return {
    sites: Object.keys(sites).filter((site) => networksOf(site, sites).some(isIn)),
    tailnet: isIn(tailnet.cidr),
  };
}

/** Why an address cannot be reached from there; nothing, where it can, or where no network of the lab has it. */
export function outOfReach(
  address: string,
  standing: Standing,
  { sites, tailnet }: Inventory,
): string | undefined {
  if (contains(tailnet.cidr, address))
    return standing.tailnet ? undefined : `${address} is in the tailnet, and this machine is not`;
  const around = Object.keys(sites).filter((site) =>
    networksOf(site, sites).some((cidr) => contains(cidr, address)),
  );
  return around.length === 0 || around.some((site) => standing.sites.includes(site))
    ? undefined
    : `${address} is at ${around.join(" or ")}, and this machine is not`;
}

function networksOf(site: string, sites: Inventory["sites"]): string[] {
  return Object.values(sites[site]?.networks ?? {}).map(({ cidr }) => cidr);
}
