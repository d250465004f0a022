import * as cloudflare from "@pulumi/cloudflare";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { ZonePlan } from "./plan.ts";

export interface ZoneArgs extends ZonePlan {
  account: pulumi.Input<string>;
}

/** No name of a zone is asked or answered in the open, nor by a protocol that is broken. */
const SETTINGS: Record<string, string> = {
  always_use_https: "on",
  min_tls_version: "1.2",
  ssl: "strict",
};

/** What a program needs that edits names: the right to, and to find the zone by its own. The same ids for everybody. */
const PERMISSIONS = {
  "DNS Write": "4755a26eedb94da69e1066d98aa820be",
  "Zone Read": "c8fed203ed3043cba015a93ad1616f1f",
};

/** A zone that is there already. It is looked up, and stays when all this goes: a domain is not made by a program. */
export class Zone extends Component {
  readonly id: pulumi.Output<string>;
  /** By which a program edits its names. */
  readonly token?: pulumi.Output<string>;

  constructor(name: string, { name: zone, token, account }: ZoneArgs, opts: pulumi.ComponentResourceOptions) {
    super("homelab:edge:Zone", name, opts);
    // Its account is known once there is one: until then nobody is asked.
    const filter = { name: zone, account: { id: account } };
    this.id = cloudflare.getZoneOutput({ filter }, { parent: this }).id;
    for (const [settingId, value] of Object.entries(SETTINGS))
      new cloudflare.ZoneSetting(this.named(settingId), { zoneId: this.id, settingId, value }, this.inside);
    if (token) this.token = this.#tokenFor(zone, account);
  }

  /** From any address: whoever edits names at home does so because the address of the home has changed. */
  #tokenFor(zone: string, accountId: pulumi.Input<string>): pulumi.Output<string> {
    const permissionGroups = Object.values(PERMISSIONS).map((id) => ({ id }));
    const resources = this.id.apply((id) =>
      JSON.stringify({ [`com.cloudflare.api.account.zone.${id}`]: "*" }),
    );
    const policies = [{ effect: "allow", permissionGroups, resources }];
    return new cloudflare.AccountToken(
      this.named("token"),
      { accountId, name: `homelab: edits the names of ${zone}`, policies },
      this.inside,
    ).value;
  }
}
