export { type ClusterIdentity, identityOf } from "./identity.ts";
export { kubeconfigOf } from "./kubeconfig.ts";
