export { PRIVILEGES } from "./access.ts";
export { type ProxmoxPlan, planProxmox, type VirtualMachinePlan } from "./plan.ts";
export { ProxmoxCluster, type ProxmoxClusterArgs } from "./proxmox-cluster.ts";
export { type Transform, VirtualMachine } from "./virtual-machine.ts";
