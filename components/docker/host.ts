import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Lab, Service } from "../lab/index.ts";
import type { Programs } from "../program/index.ts";
import type { Vault } from "../vault/index.ts";
import { planContainer } from "./plan.ts";
import { DockerService } from "./service.ts";
import type { Transform } from "./transform.ts";

export interface DockerHostArgs {
  lab: Lab;
  /** The machine of the inventory. */
  host: string;
  /** The way to its engine, as in `ssh://me@gaming-pc`. */
  endpoint: pulumi.Input<string>;
  vault: Vault;
  /** The programs of ours that its services run. */
  programs: Programs;
  /** The services that are made; the others are only declared. */
  lifecycles: Service["lifecycle"][];
  transform?: Transform;
}

/** A machine that runs containers without a cluster: one network, and every service that is placed there. */
export class DockerHost extends Component {
  readonly nodes: {
    provider: docker.Provider;
    network: docker.Network;
    services: Record<string, DockerService>;
  };

  constructor(name: string, args: DockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:docker:Host", name, opts);
    const { lab, host, endpoint, vault, programs, lifecycles, transform = {} } = args;

    const provider = new docker.Provider(this.named("provider"), { host: endpoint }, this.inside);
    const inside = { ...this.inside, provider };
    const networkName = this.named("network");
    const networkArgs = { name: "lab", driver: "bridge" };
    const network = new docker.Network(
      networkName,
      transform.network?.(networkArgs, networkName) ?? networkArgs,
      inside,
    );

    const placed = lab.services.filter(
      ({ place, lifecycle }) => "docker" in place && place.docker === host && lifecycles.includes(lifecycle),
    );
    vault.demandTokens(placed);
    const services: Record<string, DockerService> = {};
    for (const service of placed) {
      services[service.name] = new DockerService(
        this.named(service.name),
        { plan: planContainer(service, lab, programs), network, vault, transform },
        // In order of need: whatever it cannot work without on this host is already there.
        { ...inside, dependsOn: service.needs.flatMap((need) => services[need] ?? []) },
      );
    }

    this.nodes = { provider, network, services };
    this.registerOutputs();
  }
}
