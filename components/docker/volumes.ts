import type { VolumeArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Inventory } from "../inventory/index.ts";
import type { ResolvedPart, Service } from "../lab/index.ts";
import type { Volume } from "../service/index.ts";
import { mountShare } from "./share.ts";

export interface VolumePlan {
  /** Its name within the service. */
  name: string;
  args: Unwrap<VolumeArgs> & { name: string };
  /** How a share is mounted, where it is one. */
  mountOptions?: ResolvedPart[];
  mount: { containerPath: string; readOnly: boolean };
  /** Disk of the service's own: its files belong to the service's user. */
  owned: boolean;
  /** Stays on the host when the service goes. */
  keep: boolean;
}

/** The volumes that a service needs. Scratch is none of them: nobody may find it again; nor is what belongs to the host. */
export function planVolumes(service: Service, inventory: Inventory): VolumePlan[] {
  return Object.entries(service.volumes).flatMap(([path, volume]) =>
    volume.kind === "scratch" || volume.kind === "engine" ? [] : planVolume(path, volume, service, inventory),
  );
}

function planVolume(
  path: string,
  volume: Exclude<Volume, { kind: "scratch" | "engine" }>,
  service: Service,
  inventory: Inventory,
): VolumePlan {
  const name = path.slice(1).replaceAll("_", "__").replaceAll("/", "_");
  // No service's name holds "_": neither "immich" with /ml/cache nor "immich-ml" with /cache takes the other's.
  const args = { name: `${service.name}_${name}`, labels: [label("service", service.name)] };
  if (volume.kind === "share") {
    const { driverOpts, options } = mountShare(volume, service, inventory);
    return {
      name,
      args: { ...args, driver: "local", driverOpts },
      mountOptions: options,
      mount: { containerPath: path, readOnly: volume.readOnly },
      owned: false,
      keep: false,
    };
  }
  return {
    name,
    args: { ...args, labels: [...args.labels, label("backup", volume.backup)] },
    mount: { containerPath: path, readOnly: false },
    owned: true,
    keep: volume.backup !== "never",
  };
}

function label(key: string, value: string) {
  return { label: `homelab/${key}`, value };
}
