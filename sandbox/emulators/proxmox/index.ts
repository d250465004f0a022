export { proxmox } from "./proxmox.ts";
export type { ProxmoxSeed } from "./seed.ts";
