import type { ContainerArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Service } from "../lab/index.ts";
import { bytes } from "../units/index.ts";
import { mebibytes } from "./limits.ts";
import type { VolumePlan } from "./volumes.ts";

type Mounts = Pick<Unwrap<ContainerArgs>, "volumes" | "tmpfs" | "shmSize">;

/** Where the engine of a host listens, on Linux and in WSL2. */
const ENGINE = "/var/run/docker.sock";

/** Most programs write a few temporary files, which a read-only root would refuse. */
const TEMPORARY: Service["volumes"] = { "/tmp": { kind: "scratch", size: "256Mi", memory: true } };

/** What the container sees where. Scratch is memory here: Docker has no disk that goes with its container. */
export function mount(service: Service, volumes: VolumePlan[]): Mounts {
  const wanted = service.waive["writable-root"] ? service.volumes : { ...TEMPORARY, ...service.volumes };
  const scratch = Object.entries(wanted).flatMap(([path, volume]) =>
    volume.kind === "scratch" ? [{ path, size: volume.size }] : [],
  );
  // Docker mounts /dev/shm by itself, and would refuse a second mount there.
  const shared = scratch.find(({ path }) => path === "/dev/shm");
  return {
    volumes: [
      ...volumes.map(({ args, mount }) => ({ ...mount, volumeName: args.name })),
      ...Object.entries(wanted).flatMap(([containerPath, { kind }]) =>
        kind === "engine" ? [{ containerPath, hostPath: ENGINE, readOnly: true }] : [],
      ),
    ],
    tmpfs: Object.fromEntries(
      scratch.filter((each) => each !== shared).map(({ path, size }) => [path, `size=${bytes(size)}`]),
    ),
    ...(shared && { shmSize: mebibytes(shared.size) }),
  };
}
