import { type ClientAccess, KubeApi, type KubeObject } from "../../control-plane/index.ts";
import { admit, balance } from "./addresses.ts";
import { releases, standIn } from "./charts.ts";
import { follow } from "./follow.ts";
import { provision, reclaim } from "./volumes.ts";

/** A cluster, and where its nodes are reached. */
export interface K3sCluster {
  name: string;
  access: ClientAccess;
  addresses: string[];
  /** The workloads that stand for those of a chart, by its release as "namespace/name". */
  charts: Record<string, KubeObject[]>;
}

/** What k3s adds to a plain Kubernetes: volumes, load balancers, and an ingress controller that says where it is. */
export async function runK3s({ access, addresses, charts }: K3sCluster, signal: AbortSignal): Promise<void> {
  const api = new KubeApi(access);
  await Promise.all([
    follow(api, "/api/v1/persistentvolumeclaims", provision(api), signal),
    follow(api, "/api/v1/persistentvolumes", reclaim(api), signal),
    follow(api, "/api/v1/services", balance(api, addresses), signal),
    follow(api, releases, standIn(api, charts), signal),
    follow(api, "/apis/networking.k8s.io/v1/ingresses", admit(api, addresses), signal),
  ]);
  api.close();
}
