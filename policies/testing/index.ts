export { type Case, type Cases, each, one, together } from "./case.ts";
export { asTheEngineDoes, type Judgement, judgement, TODAY } from "./judge.ts";
export {
  cloudflare,
  DIGEST,
  dockerContainer,
  IMAGE,
  made,
  manifest,
  pod,
  proxmox,
  remoteImage,
  tailscale,
  UNKNOWN,
  workload,
} from "./resources.ts";
