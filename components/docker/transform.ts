import type { ContainerArgs, NetworkArgs, RemoteImageArgs, VolumeArgs } from "@pulumi/docker";

/** The one way around the planner: changes what is about to be made, where no declaration can say it. */
export interface Transform {
  network?: (args: NetworkArgs, name: string) => NetworkArgs;
  image?: (args: RemoteImageArgs, name: string) => RemoteImageArgs;
  volume?: (args: VolumeArgs, name: string) => VolumeArgs;
  container?: (args: ContainerArgs, name: string) => ContainerArgs;
}
