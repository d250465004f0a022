import { nearest } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import { isLive, type Lab, type Service } from "../lab.ts";

/** What a cluster has of its own, by the names of their Applications. */
const OWN = ["namespaces", "resource-quotas", "coredns-custom", "traefik"];

/** A cluster that follows Git has who follows it and who opens what is sealed; its waves name what there is, once. */
export function checkGitops({ services, inventory }: Lab): Problem[] {
  return Object.entries(inventory.clusters).flatMap(([cluster, { gitops }]) => {
    if (!gitops) return [];
    const where = `clusters.${cluster}.gitops`;
    const there = services.filter(({ place }) => "cluster" in place && place.cluster === cluster);
    return [
      ...missing(where, cluster, there.filter(isLive)),
      ...there.filter(({ name }) => OWN.includes(name)).map((each) => takesNameOfOwn(each, cluster)),
      ...misnamed(
        where,
        gitops.waves.flatMap(({ brings }) => brings),
        there,
        cluster,
      ),
    ];
  });
}

function missing(where: string, cluster: string, services: Service[]): Problem[] {
  const wanted = { gitops: ["follows it", "ArgoCD"], unsealing: ["opens what is sealed", "Sealed Secrets"] };
  return Object.entries(wanted)
    .filter(([what]) => !services.some(({ provides }) => provides === what))
    .map(([what, [does, who]]) => ({
      where,
      what: `${cluster} is rendered into Git, and nobody there ${does}.`,
      fix: `place ${who} on ${cluster}, by its chart and with provides: "${what}", or remove gitops`,
    }));
}

function misnamed(where: string, brings: string[], services: Service[], cluster: string): Problem[] {
  const known = [...OWN, ...services.flatMap(({ name, group }) => [name, group])];
  return brings.flatMap((name, at): Problem[] => {
    if (brings.indexOf(name) < at)
      return [{ where, what: `${name} is in two waves.`, fix: "take it out of one of them" }];
    if (known.includes(name)) return [];
    const meant = nearest(name, known);
    return [
      {
        where,
        what: `a wave brings ${name}, which is neither a service of ${cluster} nor a group of them.`,
        fix: meant ? `did you mean "${meant}"?` : "take it out of its wave",
      },
    ];
  });
}

function takesNameOfOwn({ name, file }: Service, cluster: string): Problem {
  return {
    where: file,
    what: `${name} is also what ${cluster} calls something of its own, which ArgoCD brings under that name.`,
    fix: "rename the service",
  };
}
