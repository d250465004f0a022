export { KubeApi, KubeError, type KubeObject } from "./api.ts";
export { Authority } from "./authority.ts";
export {
  type ClusterPorts,
  type ControlPlane,
  hostsOf,
  inCluster,
  planControlPlane,
} from "./cluster-parts.ts";
export { contentsOf, furnish, provisioners, settleNode } from "./contents.ts";
export { type EtcdPorts, planEtcd } from "./etcd.ts";
export type { ClientAccess } from "./kubeconfig.ts";
export { LoneCluster } from "./lone-cluster.ts";
export { type Node, nodesOf } from "./nodes.ts";
