export type { TailscaleSeed } from "./seed.ts";
export { tailscale } from "./tailscale.ts";
