import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { OPEN_TO_ALL } from "./open.ts";
import type { Entry, TunnelPlan } from "./plan.ts";

export interface TunnelArgs extends TunnelPlan {
  account: pulumi.Input<string>;
  /** Its name at Cloudflare. */
  title: string;
  /** By name, the ids of the zones that its names are in. */
  zones: Record<string, pulumi.Input<string>>;
  /** By host, with what a request is marked that Access let in. */
  audiences: Record<string, pulumi.Output<string>>;
  /** Of Access: who it is that marks them. */
  team: pulumi.Input<string>;
}

/** The way in to one cluster: whoever has its token is where all of these names lead. No port of the house is opened. */
export class Tunnel extends Component {
  readonly token: pulumi.Output<string>;

  constructor(name: string, args: TunnelArgs, opts: pulumi.ComponentResourceOptions) {
    super("homelab:edge:Tunnel", name, opts);
    const { account: accountId, title, cluster, entries, zones } = args;
    const tunnel = new cloudflare.ZeroTrustTunnelCloudflared(
      this.named("tunnel"),
      { accountId, name: title, configSrc: "cloudflare" },
      this.inside,
    );
    const tunnelId = tunnel.id;
    const ingresses = [
      ...entries.map((entry) => ({
        hostname: entry.host,
        service: entry.origin,
        ...guard(entry, args),
      })),
      // The first rule that fits is taken, and what fits none must not reach anything.
      { service: "http_status:404" },
    ];
    // One for all its names: a second writer would undo the first.
    new cloudflare.ZeroTrustTunnelCloudflaredConfig(
      this.named("config"),
      { accountId, tunnelId, config: { ingresses } },
      this.inside,
    );
    for (const { host, zone, service, access } of entries)
      new cloudflare.DnsRecord(
        this.named(service),
        {
          zoneId: zoneOf(zone, zones),
          name: host,
          type: "CNAME",
          content: pulumi.interpolate`${tunnelId}.cfargotunnel.com`,
          ttl: 1,
          proxied: true,
          comment: `${service} on ${cluster}${access === "public" ? OPEN_TO_ALL : ""}`,
        },
        this.inside,
      );
    this.token = pulumi.secret(
      cloudflare.getZeroTrustTunnelCloudflaredTokenOutput({ accountId, tunnelId }, { parent: this }).token,
    );
  }
}

/** The connector looks for itself at what Access says of a request: an application that somebody removed opens nothing. */
function guard({ host }: Entry, { audiences, team: teamName }: TunnelArgs) {
  const audience = audiences[host];
  return audience && { originRequest: { access: { required: true, teamName, audTags: [audience] } } };
}

function zoneOf(name: string, zones: TunnelArgs["zones"]): pulumi.Input<string> {
  const zone = zones[name];
  if (!zone) throw new Error(`${name} was checked to be a zone, and is not`);
  return zone;
}
