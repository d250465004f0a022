import { changesBetween } from "../framework/changes.ts";
import { Refusal } from "../framework/refusal.ts";
import { suggestion } from "../framework/suggestion.ts";
import type { ResourceKind, Vendor } from "../framework/vendor.ts";
import { acl } from "./acl.ts";
import { TailscaleApi } from "./api.ts";
import { tailnetKey } from "./auth-key.ts";
import { contacts } from "./contacts.ts";
import { federatedIdentity, oauthClient } from "./credentials.ts";
import { deviceAuthorization, deviceKey, deviceSubnetRoutes, deviceTags } from "./device.ts";
import { dnsNameservers, dnsPreferences, dnsSearchPaths, dnsSplitNameservers } from "./dns.ts";
import { dnsConfiguration } from "./dns-configuration.ts";
import { functions } from "./functions.ts";
import { type Definition, kindOf } from "./kind.ts";
import { service } from "./service.ts";
import { checkConfig, config, settingsOf } from "./settings.ts";
import { tailnetSettings } from "./tailnet-settings.ts";
import { webhook } from "./webhook.ts";

const definitions: Readonly<Record<string, Definition>> = {
  "tailscale:index/acl:Acl": acl,
  "tailscale:index/contacts:Contacts": contacts,
  "tailscale:index/deviceAuthorization:DeviceAuthorization": deviceAuthorization,
  "tailscale:index/deviceKey:DeviceKey": deviceKey,
  "tailscale:index/deviceSubnetRoutes:DeviceSubnetRoutes": deviceSubnetRoutes,
  "tailscale:index/deviceTags:DeviceTags": deviceTags,
  "tailscale:index/dnsConfiguration:DnsConfiguration": dnsConfiguration,
  "tailscale:index/dnsNameservers:DnsNameservers": dnsNameservers,
  "tailscale:index/dnsPreferences:DnsPreferences": dnsPreferences,
  "tailscale:index/dnsSearchPaths:DnsSearchPaths": dnsSearchPaths,
  "tailscale:index/dnsSplitNameservers:DnsSplitNameservers": dnsSplitNameservers,
  "tailscale:index/federatedIdentity:FederatedIdentity": federatedIdentity,
  "tailscale:index/oauthClient:OauthClient": oauthClient,
  "tailscale:index/service:Service": service,
  "tailscale:index/tailnetKey:TailnetKey": tailnetKey,
  "tailscale:index/tailnetSettings:TailnetSettings": tailnetSettings,
  "tailscale:index/webhook:Webhook": webhook,
};

export const tailscale: Vendor = {
  name: "tailscale",
  version: "0.29.1",
  config,
  checkConfig,
  diffConfig: (before, after) => ({ changes: changesBetween(before, after) }),
  configure: (given) => {
    const api = new TailscaleApi(settingsOf(given));
    return (type): ResourceKind => {
      const definition = definitions[type];
      if (!definition)
        throw new Refusal(
          `the stand-in for tailscale has no type ${type}; ${suggestion(type, Object.keys(definitions))}`,
        );
      return kindOf(definition, api);
    };
  },
  functions: (given) => functions(new TailscaleApi(settingsOf(given))),
};
