export { inCluster, KubeApi, KubeError, type KubeObject, rootOf } from "./api.ts";
export { Authority } from "./authority.ts";
export {
  type ControlPlane,
  clusterPorts,
  hostsOf,
  planControlPlane,
} from "./cluster-parts.ts";
export { contentsOf, furnish, provisioners, settleNode } from "./contents.ts";
export { etcdPorts, planEtcd } from "./etcd.ts";
export type { ClientAccess } from "./kubeconfig.ts";
export { LoneCluster } from "./lone-cluster.ts";
export { addressesOf, type Node, nodesOf } from "./nodes.ts";
