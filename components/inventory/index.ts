export { gpuOf, type InstalledGpu } from "./cards.ts";
export { checkInventory } from "./checks/index.ts";
export { type Cluster, type ClusterNode, serversOf } from "./cluster.ts";
export { type Computer, computer } from "./computer.ts";
export { dockerHosts } from "./docker-hosts.ts";
export { defineInventory, type Inventory, type InventorySpec, inventory } from "./inventory.ts";
export type { Machine, Vm } from "./machine.ts";
export type { Share } from "./storage.ts";
export { tailnetAddress } from "./tailnet-address.ts";
