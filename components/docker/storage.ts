import type { ContainerArgs, VolumeArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Inventory } from "../inventory/index.ts";
import { addressOf, type Service } from "../lab/index.ts";
import type { Volume } from "../service/index.ts";
import { bytes } from "../units/index.ts";
import { mebibytes } from "./limits.ts";

type Mounts = Pick<Unwrap<ContainerArgs>, "volumes" | "tmpfs" | "shmSize">;

export interface VolumePlan {
  /** Its name within the service. */
  name: string;
  args: Unwrap<VolumeArgs> & { name: string };
  mount: { containerPath: string; readOnly: boolean };
  /** Disk of the service's own: its files belong to the service's user. */
  owned: boolean;
  /** Stays on the host when the service goes. */
  keep: boolean;
}

/** The volumes that a service needs, named so that two services can never mean the same one. */
export function volumesOf(service: Service, inventory: Inventory): VolumePlan[] {
  return Object.entries(service.volumes).flatMap(([path, volume]) => {
    if (volume.kind === "scratch") return [];
    // No service's name holds "_": neither "immich" with /ml/cache nor "immich-ml" with /cache takes the other's.
    const own = path.slice(1).replaceAll("_", "__").replaceAll("/", "_");
    const name = `${service.name}_${own}`;
    const label = (key: string, value: string) => ({ label: `homelab/${key}`, value });
    const labels = [label("service", service.name)];
    if (volume.kind === "share")
      return {
        name: own,
        args: { name, labels, driver: "local", driverOpts: remote(volume, service, inventory) },
        mount: { containerPath: path, readOnly: volume.readOnly },
        owned: false,
        keep: false,
      };
    return {
      name: own,
      args: { name, labels: [...labels, label("backup", volume.backup)] },
      mount: { containerPath: path, readOnly: false },
      owned: true,
      keep: volume.backup !== "never",
    };
  });
}

/** Most programs write a few temporary files, which a read-only root would refuse. */
const TEMPORARY = { "/tmp": { kind: "scratch", size: "256Mi", memory: true } } satisfies Service["volumes"];

/** Where the container finds its volumes. Scratch is memory here: Docker has no disk that goes with its container. */
export function mount(service: Service, volumes: VolumePlan[]): Mounts {
  const wanted: Service["volumes"] = service.waive["writable-root"]
    ? service.volumes
    : { ...TEMPORARY, ...service.volumes };
  const scratch = Object.entries(wanted).flatMap(([path, volume]) =>
    volume.kind === "scratch" ? [{ path, size: volume.size }] : [],
  );
  // Docker mounts /dev/shm by itself, and would refuse a second mount there.
  const shared = scratch.find(({ path }) => path === "/dev/shm");
  return {
    volumes: volumes.map(({ args, mount }) => ({ ...mount, volumeName: args.name })),
    tmpfs: Object.fromEntries(
      scratch.filter((each) => each !== shared).map(({ path, size }) => [path, `size=${bytes(size)}`]),
    ),
    ...(shared && { shmSize: mebibytes(shared.size) }),
  };
}

/** A share as mount(8) wants it said. */
function remote(
  { share, folder, readOnly }: Extract<Volume, { kind: "share" }>,
  service: Service,
  inventory: Inventory,
): Record<string, string> {
  const [server = "", name = ""] = share.split("/");
  const machine = inventory.machines[server];
  const offered = machine?.kind === "nas" ? machine.shares[name] : undefined;
  const address = addressOf(server, service.place, inventory);
  if (!offered || !address) throw new Error(`${service.name} was checked to reach ${share}, and does not`);
  const path = [offered.path, folder].filter((part) => part !== undefined).join("/");
  return {
    type: offered.protocol,
    o: [`addr=${address}`, readOnly ? "ro" : "rw", ...offered.options].join(","),
    device: { nfs: `:${path}`, cifs: `//${address}${path}` }[offered.protocol],
  };
}
