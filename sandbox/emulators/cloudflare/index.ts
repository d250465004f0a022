export { cloudflare } from "./emulator.ts";
export type { CloudflareSeed } from "./seed.ts";
