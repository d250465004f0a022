import { now } from "../ids.ts";
import type { Account } from "../owners.ts";
import type { plans } from "../seed.ts";

export type Plan = (typeof plans)[number];

export interface Zone {
  id: string;
  name: string;
  status: "active" | "pending";
  type: "full" | "partial" | "secondary" | "internal";
  paused: boolean;
  account: { id: string; name: string };
  plan: Plan;
  vanity_name_servers: string[];
  created_on: string;
  modified_on: string;
  activated_on: string | null;
}

interface Wanted {
  id: string;
  name: string;
  account: Account;
  plan: Plan;
  type?: Zone["type"] | undefined;
}

/** A zone as it is at first: waiting for its registrar. */
export function madeZone({ id, name, account, plan, type = "full" }: Wanted): Zone {
  const created_on = now("microseconds");
  return {
    id,
    name,
    status: "pending",
    type,
    paused: false,
    account: { id: account.id, name: account.name },
    plan,
    vanity_name_servers: [],
    created_on,
    modified_on: created_on,
    activated_on: null,
  };
}

/** What a plan is sold as; the ids are the same for everybody. */
const sold: Readonly<Record<Plan, { id: string; name: string; price: number }>> = {
  free: { id: "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", name: "Free Website", price: 0 },
  pro: { id: "1feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", name: "Pro Website", price: 25 },
  business: { id: "2feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", name: "Business Website", price: 250 },
  enterprise: { id: "94f3b7b768b0458b56d2cac4fe5ec0f9", name: "Enterprise Website", price: 5000 },
};

export function shownZone(zone: Zone): object {
  return {
    ...zone,
    development_mode: 0,
    name_servers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    original_name_servers: null,
    original_registrar: null,
    original_dnshost: null,
    meta: {
      step: 4,
      custom_certificate_quota: 0,
      page_rule_quota: 3,
      phishing_detected: false,
      cdn_only: false,
      dns_only: false,
      foundation_dns: false,
    },
    owner: { id: null, type: "user", email: null },
    tenant: { id: null, name: null },
    tenant_unit: { id: null },
    permissions: [
      "#dns_records:edit",
      "#dns_records:read",
      "#zone:edit",
      "#zone:read",
      "#zone_settings:edit",
    ],
    plan: {
      ...sold[zone.plan],
      currency: "USD",
      frequency: zone.plan === "free" ? "" : "monthly",
      is_subscribed: zone.plan !== "free",
      can_subscribe: false,
      legacy_id: zone.plan,
      legacy_discount: false,
      externally_managed: false,
    },
  };
}
