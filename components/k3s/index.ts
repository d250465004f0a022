export { K3sCluster, type K3sClusterArgs } from "./cluster/k3s-cluster.ts";
export { type ClusterIdentity, identityOf, kubeconfigFor, kubeconfigOf } from "./identity/index.ts";
