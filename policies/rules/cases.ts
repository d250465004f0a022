import type { Cases } from "../testing/index.ts";
import { cloudflareCases } from "./cloudflare/cloudflare.cases.ts";
import { confinementCases } from "./containers/confinement.cases.ts";
import { contentsCases } from "./containers/contents.cases.ts";
import { imagesCases } from "./containers/images.cases.ts";
import { dockerCases } from "./docker/containers.cases.ts";
import { networkCases } from "./kubernetes/network.cases.ts";
import { podsCases } from "./kubernetes/pods.cases.ts";
import { workloadsCases } from "./kubernetes/workloads.cases.ts";
import { proxmoxCases } from "./proxmox/proxmox.cases.ts";
import { tailnetCases } from "./tailscale/tailnet.cases.ts";

/** What keeps and what breaks each rule. */
export const cases: Cases = {
  ...confinementCases,
  ...imagesCases,
  ...contentsCases,
  ...podsCases,
  ...workloadsCases,
  ...networkCases,
  ...dockerCases,
  ...cloudflareCases,
  ...tailnetCases,
  ...proxmoxCases,
};
