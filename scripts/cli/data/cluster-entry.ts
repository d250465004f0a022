import { isFor } from "../../../components/kubernetes/people.ts";
import { isLive, type Lab } from "../../../components/lab/index.ts";
import { exits, Stop } from "../exits.ts";
import { proposal } from "../nearest.ts";

/** The lab that has a cluster of this name. */
export function clusterToEnter(cluster: string, labs: Lab[]): Lab {
  const found = labs.find(({ inventory }) => inventory.clusters[cluster]);
  if (found) return found;
  const known = labs.flatMap(({ inventory }) => Object.keys(inventory.clusters));
  throw new Stop(`there is no cluster "${cluster}"; ${proposal(cluster, known)}`, exits.usage);
}

/** A kubeconfig by which one may do nothing would only puzzle whoever gets it. */
export function demandRole(name: string, cluster: string, { inventory, services }: Lab): void {
  const person = inventory.people[name];
  if (!person)
    throw new Stop(
      `there is nobody "${name}" among the people; ${proposal(name, Object.keys(inventory.people))}`,
      exits.usage,
    );
  const own = services.filter(({ place }) => "cluster" in place && place.cluster === cluster);
  if (person.groups.includes("admin") || own.some((each) => isLive(each) && isFor(each, person))) return;
  throw new Stop(
    `${name} may do nothing in ${cluster}: no service there is for ${person.groups.join(" or ")}\n  fix: let one of them in (public: { access: "${person.groups[0]}" }), or write "admin" among the groups of ${name}`,
  );
}
