import type { IConfigMap } from "kubernetes-models/v1";
import { resolversAt } from "../dns/index.ts";
import type { Inventory } from "../inventory/index.ts";
import type { Named } from "./manifest.ts";

/** How the pods of a cluster find the names of the house: k3s' own CoreDNS reads this beside its settings. */
export function planHouseNames(cluster: string, inventory: Inventory): Named<IConfigMap> | undefined {
  const resolvers = resolversAt(inventory.clusters[cluster]?.site ?? "", inventory);
  if (resolvers.length === 0) return undefined;
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "coredns-custom",
      namespace: "kube-system",
      labels: { "app.kubernetes.io/managed-by": "pulumi" },
    },
    data: { "house.server": serverBlock(inventory.home, resolvers) },
  };
}

/** The second is asked only where the first does not answer: it is the one to be missed. */
function serverBlock(home: string, resolvers: string[]): string {
  return `${home}:53 {
    errors
    cache 30
    forward . ${resolvers.join(" ")} {
        policy sequential
    }
}
`;
}
