import type { Group } from "../inventory/index.ts";
import { type Lab, publicOn, routeTo, type Service } from "../lab/index.ts";
import { secretsOf } from "../secrets/index.ts";

/** One name that the world can ask for, and who answers. */
export interface Entry {
  service: string;
  host: string;
  zone: string;
  /** Where it answers within its cluster. */
  origin: string;
  access: Group | "public";
  /** Programs that enter with a token of their own. */
  programs: string[];
}

/** The way in to one cluster. */
export interface TunnelPlan {
  cluster: string;
  entries: Entry[];
}

export interface ZonePlan {
  name: string;
  /** Whether a service asks for a token to edit its names. */
  token: boolean;
}

/** All that Cloudflare is told of a lab. */
export interface EdgePlan {
  zones: ZonePlan[];
  tunnels: TunnelPlan[];
  /** The people of each group that is let in somewhere, by their addresses. */
  groups: Record<string, string[]>;
}

export function planEdge(lab: Lab, lifecycles: string[]): EdgePlan {
  const deployed = lab.services.filter(({ lifecycle }) => lifecycles.includes(lifecycle));
  const tunnels = Object.keys(lab.inventory.clusters).map((cluster) => ({
    cluster,
    // By name, so that a service which only needs something more moves no rule.
    entries: publicOn(cluster, { services: deployed })
      .map((service) => entryOf(service, lab))
      .sort((a, b) => a.host.localeCompare(b.host)),
  }));
  const entries = tunnels.flatMap((tunnel) => tunnel.entries);
  return {
    zones: zonesOf(deployed, lab),
    tunnels: tunnels.filter((tunnel) => tunnel.entries.length > 0),
    groups: Object.fromEntries(
      [...new Set(entries.map(({ access }) => access))]
        .filter((access) => access !== "public")
        .map((group) => [group, addressesOf(group, lab)]),
    ),
  };
}

function entryOf(service: Service, { inventory }: Lab): Entry {
  const { name, urls, place, expose } = service;
  const cluster = "cluster" in place ? inventory.clusters[place.cluster] : undefined;
  const route = routeTo(service, service, inventory);
  if (!urls.public || !cluster || !route || !expose.public)
    throw new Error(`${name} was checked to be public, and is not`);
  return {
    service: name,
    host: new URL(urls.public).hostname,
    zone: cluster.domain,
    origin: `${route.scheme}://${route.host}:${route.port}`,
    access: expose.public.access,
    programs: expose.public.programs,
  };
}

function zonesOf(deployed: Service[], { inventory }: Lab): ZonePlan[] {
  const asked = deployed.flatMap((service) =>
    Object.values(secretsOf(service, inventory)).flatMap((held) =>
      "editsZone" in held ? [held.editsZone] : [],
    ),
  );
  return Object.keys(inventory.zones).map((name) => ({ name, token: asked.includes(name) }));
}

function addressesOf(group: Group, { inventory }: Lab): string[] {
  return Object.values(inventory.people)
    .filter(({ groups }) => groups.includes(group))
    .map(({ email }) => email)
    .sort();
}
