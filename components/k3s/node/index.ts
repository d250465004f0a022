export { k3sSetup } from "./k3s-setup.ts";
export { longhornSetup } from "./longhorn-setup.ts";
export { nvidiaSetup } from "./nvidia-setup.ts";
