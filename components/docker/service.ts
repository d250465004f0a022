import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Vault } from "../vault/index.ts";
import { completeContainer, completeVolume } from "./complete.ts";
import type { ContainerPlan } from "./plan.ts";
import type { Transform } from "./transform.ts";

interface DockerServiceArgs {
  plan: ContainerPlan;
  network: docker.Network;
  vault: Vault;
  transform: Transform;
}

/** One container, with its image and its volumes. */
export class DockerService extends Component {
  readonly nodes: { image: docker.RemoteImage; volumes: docker.Volume[]; container: docker.Container };

  constructor(name: string, args: DockerServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:docker:Service", name, opts);
    const { plan, network, vault, transform } = args;
    const change = {
      image: transform.image ?? same,
      volume: transform.volume ?? same,
      container: transform.container ?? same,
    };

    const imageName = this.named("image");
    const image = new docker.RemoteImage(imageName, change.image(plan.image, imageName), this.inside);

    const volumes = plan.volumes.map((volume) => {
      const volumeName = this.named(volume.name);
      const options = { ...this.inside, retainOnDelete: volume.keep };
      return new docker.Volume(volumeName, change.volume(completeVolume(volume, vault), volumeName), options);
    });

    const run = (
      part: string,
      containerArgs: Omit<docker.ContainerArgs, "image">,
      after: pulumi.Resource[],
    ) => {
      const containerName = this.named(part);
      return new docker.Container(
        containerName,
        // The id that was pulled: a container that is given a name instead would be replaced by every refresh.
        change.container({ ...containerArgs, image: image.imageId }, containerName),
        // Its name and its ports are taken until the old one is gone.
        { ...this.inside, dependsOn: after, deleteBeforeReplace: true },
      );
    };
    const handover = plan.handover ? [run("handover", plan.handover, volumes)] : [];
    const carrier = plan.carrier ? [run("carrier", plan.carrier, volumes)] : [];
    const container = run(
      "container",
      {
        ...plan.container,
        ...completeContainer(plan, vault),
        networksAdvanced: [{ name: network.name, aliases: [plan.name] }],
      },
      [...volumes, ...handover, ...carrier],
    );

    this.nodes = { image, volumes, container };
    this.registerOutputs();
  }
}

function same<Args>(args: Args): Args {
  return args;
}
