export { type ClusterIdentity, identityOf, kubeconfigOf } from "./identity/index.ts";
export { k3sSetup } from "./node/k3s-setup.ts";
export { nvidiaSetup } from "./node/nvidia-setup.ts";
