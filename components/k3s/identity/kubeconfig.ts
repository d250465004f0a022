import type { Lab } from "../../lab/index.ts";
import type { OwnSecret } from "../../secrets/index.ts";
import { apiServerOf } from "../node/addresses.ts";
import { identityOf } from "./identity.ts";

/** The way into a cluster that this program makes: known before any machine of it is. */
export function kubeconfigOf(cluster: string, lab: Pick<Lab, "inventory">): OwnSecret {
  return identityOf(cluster, lab).kubeconfig(apiServerOf(cluster, lab.inventory));
}
