import { type ClientAccess, KubeApi } from "../../control-plane/index.ts";
import { admit, balance } from "./addresses.ts";
import { follow } from "./follow.ts";
import { provision, reclaim } from "./volumes.ts";

/** A cluster, and where its nodes are reached. */
export interface K3sCluster {
  name: string;
  access: ClientAccess;
  addresses: string[];
}

/** What k3s adds to a plain Kubernetes: volumes, load balancers, and an ingress controller that says where it is. */
export async function runK3s({ access, addresses }: K3sCluster, signal: AbortSignal): Promise<void> {
  const api = new KubeApi(access);
  await Promise.all([
    follow(api, "/api/v1/persistentvolumeclaims", provision(api), signal),
    follow(api, "/api/v1/persistentvolumes", reclaim(api), signal),
    follow(api, "/api/v1/services", balance(api, addresses), signal),
    follow(api, "/apis/networking.k8s.io/v1/ingresses", admit(api, addresses), signal),
  ]);
  api.close();
}
