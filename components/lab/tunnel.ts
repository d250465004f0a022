import { isLive, type Lab, type Service } from "./lab.ts";

/** What a cluster shows to the world. */
export function publicOn(cluster: string, lab: Pick<Lab, "services">): Service[] {
  return liveOn(cluster, lab).filter(({ expose }) => expose.public);
}

/** What brings the world in to it. */
export function connectorsOn(cluster: string, lab: Pick<Lab, "services">): Service[] {
  return liveOn(cluster, lab).filter(({ provides }) => provides === "tunnel");
}

function liveOn(cluster: string, { services }: Pick<Lab, "services">): Service[] {
  return services.filter(isLive).filter(({ place }) => "cluster" in place && place.cluster === cluster);
}
