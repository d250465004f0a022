import { isLive, type Lab, type Service } from "./lab.ts";

/** What issues certificates on a cluster, and for which public zones it may. */
export interface Issuers {
  zones: string[];
}

/** Undefined where nobody issues any: Traefik then shows one that nobody believes. */
export function issuersOn(cluster: string, { services }: Pick<Lab, "services">): Issuers | undefined {
  const issuer = services.find(
    (service) =>
      service.provides === "certificates" &&
      service.chart !== undefined &&
      "cluster" in service.place &&
      service.place.cluster === cluster &&
      isLive(service),
  );
  return issuer && { zones: zonesOf(issuer).map(([, zone]) => zone) };
}

/** The secrets by which a service edits zones, and which. */
export function zonesOf({ secrets }: Pick<Service, "secrets">): [secret: string, zone: string][] {
  return Object.entries(secrets).flatMap(([name, secret]): [string, string][] =>
    "editsZone" in secret ? [[name, secret.editsZone]] : [],
  );
}

/**
 * The public name of a service where its ingress answers for it, too. Who knows it need not leave the house to reach it,
 * where somebody can prove that the name is ours: the world is asked to show itself before it comes in by that name, and
 * the house has its own guards.
 */
export function publicNameInside(
  { urls, place, expose }: Service,
  lab: Pick<Lab, "services">,
): string | undefined {
  if (!urls.public || !expose.lan || !("cluster" in place)) return undefined;
  const { hostname } = new URL(urls.public);
  const isOurs = issuersOn(place.cluster, lab)?.zones.some((zone) => hostname.endsWith(`.${zone}`));
  return isOurs ? hostname : undefined;
}
