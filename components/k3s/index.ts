export { type ClusterIdentity, identityOf } from "./identity/index.ts";
export { apiServerOf } from "./node/addresses.ts";
export { k3sSetup } from "./node/k3s-setup.ts";
export { nvidiaSetup } from "./node/nvidia-setup.ts";
