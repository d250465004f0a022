import { isLive, type Lab } from "../lab/index.ts";
import type { Programs } from "../program/index.ts";
import type { Check } from "./check.ts";
import { clusterChecks } from "./cluster.ts";
import { dockerChecks } from "./docker.ts";
import { edgeChecks } from "./edge.ts";
import { nameChecks } from "./names.ts";
import { pageChecks } from "./pages.ts";
import { proxmoxChecks } from "./proxmox.ts";
import { tailnetChecks } from "./tailnet.ts";

export interface Asked {
  lab: Lab;
  programs: Programs;
  /** Which services are deployed. */
  lifecycles: string[];
  /** Clusters that ArgoCD brings to what Git says. */
  gitops: string[];
}

/** All that has to be true of a lab that runs. Nothing of it is written down: it follows from what is declared. */
export function planVerification({ lab, programs, lifecycles, gitops }: Asked): Check[] {
  const deployed = lab.services.filter((each) => isLive(each) && lifecycles.includes(each.lifecycle));
  return [
    ...Object.keys(lab.inventory.clusters).flatMap((cluster) =>
      clusterChecks({ lab, cluster, programs, lifecycles, followsGit: gitops.includes(cluster) }),
    ),
    ...dockerChecks(lab, lifecycles),
    ...proxmoxChecks(lab),
    ...edgeChecks(lab, lifecycles),
    ...tailnetChecks(lab, lifecycles),
    ...nameChecks(lab),
    ...deployed.flatMap((service) => pageChecks(service, lab)),
  ];
}
