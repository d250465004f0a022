import * as cloudflare from "@pulumi/cloudflare";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { EdgePlan, Entry } from "./plan.ts";

export interface GateArgs {
  account: pulumi.Input<string>;
  groups: EdgePlan["groups"];
  entries: Entry[];
}

/** What a program sends with each request, in the headers CF-Access-Client-Id and CF-Access-Client-Secret. */
export interface Pass {
  id: pulumi.Output<string>;
  secret: pulumi.Output<string>;
}

/** How long somebody is believed to be who they were. */
const SESSION = "24h";

/**
 * Who may enter where (Cloudflare Access). A group and a policy for each kind of people, which all names share; and an
 * application for each name, but for those that are declared public: these have none, so that nothing can be bypassed.
 */
export class Gate extends Component {
  /** By host: what a request that passed is marked with. */
  readonly audiences: Readonly<Record<string, pulumi.Output<string>>>;
  /** By service, then by program. */
  readonly passes: Readonly<Record<string, Record<string, Pass>>>;

  constructor(name: string, args: GateArgs, opts: pulumi.ComponentResourceOptions) {
    super("homelab:edge:Gate", name, opts);
    const { account: accountId, groups, entries } = args;
    const policies: Record<string, pulumi.Output<string>> = {};
    for (const [group, addresses] of Object.entries(groups)) {
      const includes = addresses.map((email) => ({ email: { email } }));
      const { id } = new cloudflare.ZeroTrustAccessGroup(
        this.named(`${group}-group`),
        { accountId, name: group, includes },
        this.inside,
      );
      policies[group] = this.#policy(group, { accountId, decision: "allow", includes: [{ group: { id } }] });
    }
    const audiences: Record<string, pulumi.Output<string>> = {};
    const passes: Record<string, Record<string, Pass>> = {};
    for (const entry of entries) {
      const { service, host, access, programs } = entry;
      if (access === "public") continue;
      const people = policies[access];
      // Left out quietly, it would be open to everybody.
      if (!people) throw new Error(`${service} lets ${access} in, for whom no policy was planned`);
      const allowed = [people];
      if (programs.length > 0) {
        const tokens = programs.map((program) => this.#token(service, program, accountId));
        passes[service] = Object.fromEntries(
          tokens.map(({ program, token }) => [program, { id: token.clientId, secret: token.clientSecret }]),
        );
        const includes = tokens.map(({ token }) => ({ serviceToken: { tokenId: token.id } }));
        allowed.push(this.#policy(`${service}-programs`, { accountId, decision: "non_identity", includes }));
      }
      audiences[host] = this.#application(entry, accountId, allowed);
    }
    this.audiences = audiences;
    this.passes = passes;
  }

  #policy(name: string, args: Omit<cloudflare.ZeroTrustAccessPolicyArgs, "name" | "sessionDuration">) {
    const said = { ...args, name, sessionDuration: SESSION };
    return new cloudflare.ZeroTrustAccessPolicy(this.named(`${name}-policy`), said, this.inside).id;
  }

  /** Never runs out: nothing renews it by itself, and what a phone keeps would end some day without a word. */
  #token(service: string, program: string, accountId: pulumi.Input<string>) {
    const name = `${service}-${program}`;
    const said = { accountId, name, duration: "forever" };
    return {
      program,
      token: new cloudflare.ZeroTrustAccessServiceToken(this.named(name), said, this.inside),
    };
  }

  #application({ service, host }: Entry, accountId: pulumi.Input<string>, policies: pulumi.Output<string>[]) {
    return new cloudflare.ZeroTrustAccessApplication(
      this.named(service),
      {
        accountId,
        name: service,
        type: "self_hosted",
        domain: host,
        sessionDuration: SESSION,
        appLauncherVisible: true,
        httpOnlyCookieAttribute: true,
        policies: policies.map((id, index) => ({ id, precedence: index + 1 })),
      },
      this.inside,
    ).aud;
  }
}
