export { type ClusterIdentity, identityOf } from "./identity.ts";
export { kubeconfigFor, kubeconfigOf } from "./kubeconfig.ts";
