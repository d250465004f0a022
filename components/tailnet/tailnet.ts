import * as pulumi from "@pulumi/pulumi";
import * as tailscale from "@pulumi/tailscale";
import { Component } from "../component.ts";
import type { Lab } from "../lab/index.ts";
import type { Vault } from "../vault/index.ts";
import { type FoundDevice, found } from "./found.ts";
import { keyOf, type Member, planTailnet } from "./plan.ts";
import type { Policy } from "./policy.ts";
import { isForeign } from "./render.ts";

/** The longest that the vendor allows. An update makes a new key in the place of one that has ended. */
const DAYS_OF_A_KEY = 90;
const SECONDS_OF_A_DAY = 24 * 60 * 60;

export interface TailnetArgs {
  lab: Lab;
  /** May be unknown in a preview, while nobody has said how the tailnet is reached: then it is not asked. */
  access: { token: pulumi.Input<string>; url?: string | undefined };
  /** Keeps the keys by which machines and entrances come in. */
  vault: Vault;
  /** The one way to say in the policy what no declaration can. */
  transform?: (policy: Policy) => Policy;
}

/** The overlay that joins the sites: who may reach what in it, how devices come in, and how names are found. */
export class Tailnet extends Component {
  constructor(name: string, args: TailnetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:tailnet:Tailnet", name, opts);
    const { lab, access, vault, transform } = args;
    const plan = planTailnet(lab, transform);
    const { token: apiKey, url: baseUrl } = access;
    const provider = new tailscale.Provider(
      this.named("provider"),
      { apiKey, ...(baseUrl && { baseUrl }) },
      this.inside,
    );
    const inside = { ...this.inside, provider };
    const whenReached = <Answer>(ask: () => Promise<Answer>): pulumi.Output<Answer> =>
      pulumi.unsecret(pulumi.output(apiKey).apply(ask));

    const live = whenReached(() => tailscale.getAcl({ provider, parent: this }));
    const told = pulumi
      .all([live, alone(this.urn), alone(provider.urn)])
      .apply(([{ hujson }, parent, access]) => {
        if (isForeign(hujson, lab.name))
          pulumi.log.warn(adoption(this.named("policy"), { parent, access }), this);
        return [];
      });
    // It stays when the program goes: what is open to nobody would otherwise be open to all. A foreign policy is told of
    // before the provider refuses to overwrite it.
    const policy = new tailscale.Acl(
      this.named("policy"),
      { acl: plan.policy },
      { ...inside, dependsOn: told },
    );

    // A tag means nothing before the policy names it.
    const tagged = { ...inside, dependsOn: [policy] };
    for (const { name: device, tag } of plan.keys) {
      const key = new tailscale.TailnetKey(
        this.named(`${device}-key`),
        {
          description: device.slice(0, 50),
          tags: [tag],
          preauthorized: true,
          // A machine that is made anew comes in by the same key.
          reusable: true,
          recreateIfInvalid: "always",
          expiry: DAYS_OF_A_KEY * SECONDS_OF_A_DAY,
        },
        tagged,
      );
      vault.keep(keyOf(device), key.key);
    }

    const devices = whenReached(() => tailscale.getDevices({}, { provider, parent: this }));
    devices.apply(({ devices = [] }) => {
      for (const member of plan.members) {
        const device = found(member, devices);
        if (device) this.#settle(member, device, tagged);
      }
    });

    new tailscale.DnsConfiguration(
      this.named("dns"),
      {
        magicDns: true,
        // Whoever is on the road keeps the resolver of where they are: the house may be down.
        overrideLocalDns: false,
        splitDns: plan.splitDns,
        searchPaths: plan.splitDns.map(({ domain }) => domain),
      },
      inside,
    );
    new tailscale.TailnetSettings(
      this.named("settings"),
      {
        // The console says that its policy is made elsewhere, before somebody changes it there.
        aclsExternallyManagedOn: true,
        devicesApprovalOn: true,
        usersApprovalOn: true,
        devicesKeyDurationDays: DAYS_OF_A_KEY,
        devicesAutoUpdatesOn: true,
        // Entrances are given certificates.
        httpsEnabled: true,
      },
      inside,
    );
  }

  /** A machine that somebody signed in by hand becomes what the inventory says of it. */
  #settle({ name, tag, routes }: Member, { nodeId }: FoundDevice, opts: pulumi.CustomResourceOptions): void {
    const deviceId = nodeId;
    new tailscale.DeviceTags(this.named(`${name}-tags`), { deviceId, tags: [tag] }, opts);
    // It works while nobody is there to sign it in again.
    new tailscale.DeviceKey(this.named(`${name}-expiry`), { deviceId, keyExpiryDisabled: true }, opts);
    if (routes.length > 0)
      new tailscale.DeviceSubnetRoutes(this.named(`${name}-routes`), { deviceId, routes }, opts);
  }
}

/** Its text without what it depends on: to wait for a component is to wait for all of its children, and for oneself. */
function alone(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => output.apply(resolve));
}

function adoption(resource: string, { parent, access }: { parent: string; access: string }): string {
  return [
    "the tailnet has a policy that this program did not write, and will not overwrite unseen.",
    "  An update stops at it. After that, take the present policy over, and preview what would become of it:",
    `  pulumi import tailscale:index/acl:Acl ${resource} acl --parent 'tailnet=${parent}' --provider 'access=${access}' --protect=false --generate-code=false --yes`,
  ].join("\n");
}
