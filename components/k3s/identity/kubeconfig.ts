import type { Lab } from "../../lab/index.ts";
import type { OwnSecret } from "../../secrets/index.ts";
import { apiServerAtHome, apiServerOf } from "../node/addresses.ts";
import { identityOf } from "./identity.ts";

/** The way into a cluster that this program makes: known before any machine of it is. */
export function kubeconfigOf(cluster: string, lab: Pick<Lab, "inventory">): OwnSecret {
  return identityOf(cluster, lab).kubeconfig(apiServerOf(cluster, lab.inventory));
}

/** One of the people's. From the road only admins come to a cluster, and everybody else is at home when they look at it. */
export function kubeconfigFor(person: string, cluster: string, lab: Pick<Lab, "inventory">): OwnSecret {
  const isAdmin = lab.inventory.people[person]?.groups.includes("admin");
  const server = (isAdmin ? apiServerOf : apiServerAtHome)(cluster, lab.inventory);
  return identityOf(cluster, lab).kubeconfig(server, person);
}
