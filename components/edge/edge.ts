import * as cloudflare from "@pulumi/cloudflare";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Lab } from "../lab/index.ts";
import { tunnelTokenOf, zoneTokenOf } from "../secrets/index.ts";
import type { Vault } from "../vault/index.ts";
import { Gate } from "./gate.ts";
import { planEdge } from "./plan.ts";
import { Tunnel } from "./tunnel.ts";
import { Zone } from "./zone.ts";

export interface EdgeArgs {
  lab: Lab;
  /** Keeps the tokens that are made here, for whoever runs with them. */
  vault: Vault;
  /** Which services are deployed, and so shown. */
  lifecycles: string[];
  /** The way to Cloudflare. May be unknown in a preview before there is one. */
  access: { token: pulumi.Input<string>; account: pulumi.Input<string>; url?: string | undefined };
}

/** Where the lab meets the world: its zones, who may enter, and a tunnel to each cluster that shows something. */
export class Edge extends Component {
  /** What programs enter with, by service and program. */
  readonly passes: Gate["passes"];

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:edge:Edge", name, opts);
    const { lab, vault, lifecycles, access } = args;
    const { account } = access;
    const plan = planEdge(lab, lifecycles);
    const provider = new cloudflare.Provider(
      this.named("provider"),
      { apiToken: access.token, ...(access.url && { baseUrl: access.url }) },
      this.inside,
    );
    const inside = { parent: this, providers: { cloudflare: provider } };

    const zones: Record<string, pulumi.Output<string>> = {};
    for (const zone of plan.zones) {
      const { id, token } = new Zone(this.named(zone.name), { ...zone, account }, inside);
      zones[zone.name] = id;
      if (token) vault.keep(zoneTokenOf(zone.name), token);
    }
    const entries = plan.tunnels.flatMap((tunnel) => tunnel.entries);
    const { audiences, passes } = new Gate(
      this.named("gate"),
      { account, groups: plan.groups, entries },
      inside,
    );
    const team = cloudflare
      .getZeroTrustOrganizationOutput({ accountId: account }, { parent: this, provider })
      .authDomain.apply((domain) => domain.split(".")[0] ?? domain);
    for (const tunnel of plan.tunnels) {
      const title = `${lab.name}-${tunnel.cluster}`;
      const { token } = new Tunnel(
        this.named(tunnel.cluster),
        { ...tunnel, account, title, zones, audiences, team },
        inside,
      );
      vault.keep(tunnelTokenOf(tunnel.cluster), token);
    }
    this.passes = passes;
  }
}
