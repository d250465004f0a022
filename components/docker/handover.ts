import type { ContainerArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Service } from "../lab/index.ts";
import { notesOf } from "../service/index.ts";
import { labelsOf } from "./tags.ts";
import type { VolumePlan } from "./volumes.ts";

const EXCUSE = {
  because: "only root can give a new volume away: it has no network, and ends at once",
  until: "2027-11-30",
};

export type HandoverPlan = Omit<Unwrap<ContainerArgs>, "image">;

/**
 * A new volume belongs to root, and Docker has no `fsGroup`: a service that runs as somebody else could not write
 * to it. So a container of the same image gives it away, once, before the service starts.
 */
export function planHandover(service: Service, volumes: VolumePlan[]): HandoverPlan | undefined {
  const owned = volumes.filter((volume) => volume.owned);
  if (!service.user || owned.length === 0) return undefined;
  const owner = `${service.user}:${service.user}`;
  return {
    name: `${service.name}-handover`,
    entrypoints: ["chown", owner, ...owned.map(({ mount }) => mount.containerPath)],
    volumes: owned.map(({ args, mount }) => ({ ...mount, volumeName: args.name })),
    user: "0:0",
    capabilities: { drops: ["ALL"], adds: ["CHOWN"] },
    securityOpts: ["no-new-privileges:true"],
    labels: labelsOf(notesOf({ "root-user": EXCUSE, privilege: EXCUSE })),
    readOnly: true,
    networkMode: "none",
    restart: "no",
    mustRun: false,
    // The service must not start before this has ended.
    attach: true,
  };
}
