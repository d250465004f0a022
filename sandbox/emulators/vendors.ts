import type { Emulator } from "./framework/index.ts";

/** Every vendor whose API is emulated. Loaded only where the lab has one. */
export const vendors = {
  cloudflare: async () => (await import("./cloudflare/index.ts")).cloudflare,
  docker: async () => (await import("./docker/index.ts")).docker,
  proxmox: async () => (await import("./proxmox/index.ts")).proxmox,
  tailscale: async () => (await import("./tailscale/index.ts")).tailscale,
} satisfies Record<string, () => Promise<Emulator>>;

export type VendorName = keyof typeof vendors;
