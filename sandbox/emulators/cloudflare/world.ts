import type { Collection, Store } from "../framework/index.ts";
import type { IdentityProvider } from "./access/identity-provider.ts";
import type { Organization } from "./access/organization.ts";
import type { AccessApplication, AccessGroup, AccessPolicy } from "./access/records.ts";
import type { ServiceToken } from "./access/service-token.ts";
import type { Bucket } from "./bucket.ts";
import type { DnsRecord } from "./dns/record.ts";
import { refuse } from "./envelope.ts";
import type { Account, Level, User } from "./owners.ts";
import type { Ruleset } from "./rulesets/ruleset.ts";
import type { Token } from "./tokens/token.ts";
import type { Tunnel, TunnelConfiguration } from "./tunnels/tunnel.ts";
import type { Touched } from "./zones/setting.ts";
import type { Zone } from "./zones/zone.ts";

/** All that this Cloudflare knows, by sort. */
export class World {
  readonly accounts: Collection<Account>;
  readonly users: Collection<User>;
  readonly tokens: Collection<Token>;
  readonly zones: Collection<Zone>;
  /** By zone and name of the setting. */
  readonly zoneSettings: Collection<Touched>;
  readonly records: Collection<DnsRecord>;
  readonly tunnels: Collection<Tunnel>;
  readonly configurations: Collection<TunnelConfiguration>;
  readonly organizations: Collection<Organization>;
  readonly identityProviders: Collection<IdentityProvider>;
  readonly applications: Collection<AccessApplication>;
  readonly policies: Collection<AccessPolicy>;
  readonly groups: Collection<AccessGroup>;
  readonly serviceTokens: Collection<ServiceToken>;
  readonly rulesets: Collection<Ruleset>;
  readonly buckets: Collection<Bucket>;

  constructor(store: Store) {
    this.accounts = store.collection("accounts");
    this.users = store.collection("users");
    this.tokens = store.collection("tokens");
    this.zones = store.collection("zones");
    this.zoneSettings = store.collection("zone-settings");
    this.records = store.collection("dns-records");
    this.tunnels = store.collection("tunnels");
    this.configurations = store.collection("tunnel-configurations");
    this.organizations = store.collection("organizations");
    this.identityProviders = store.collection("identity-providers");
    this.applications = store.collection("access-applications");
    this.policies = store.collection("access-policies");
    this.groups = store.collection("access-groups");
    this.serviceTokens = store.collection("access-service-tokens");
    this.rulesets = store.collection("rulesets");
    this.buckets = store.collection("r2-buckets");
  }

  zone(id: string): Zone {
    return this.zones.get(id) ?? refuse(404, 1001, "Invalid zone identifier");
  }

  account(id: string): Account {
    return this.accounts.get(id) ?? refuse(403, 9109, "Unauthorized to access requested resource");
  }

  /** The account that an account or a zone belongs to. */
  accountOf(level: Level, id: string): string {
    return level === "accounts" ? this.account(id).id : this.zone(id).account.id;
  }
}
