import type { ResourceKind } from "../../framework/vendor.ts";
import type { Api } from "../api.ts";
import { type RestKind, restKind } from "../rest-kind.ts";
import { type SettingKind, settingKind } from "../setting-kind.ts";
import { accessApplication } from "./access-application.ts";
import { accessGroup } from "./access-group.ts";
import { accessPolicy } from "./access-policy.ts";
import { dnsRecord } from "./dns-record.ts";
import { r2Bucket } from "./r2-bucket.ts";
import { ruleset } from "./ruleset.ts";
import { serviceToken } from "./service-token.ts";
import { accountToken, apiToken } from "./token.ts";
import { tunnel } from "./tunnel.ts";
import { tunnelConfig } from "./tunnel-config.ts";
import { zone } from "./zone.ts";
import { zoneSetting } from "./zone-setting.ts";

const many: readonly RestKind[] = [
  accessApplication,
  accessGroup,
  accessPolicy,
  accountToken,
  apiToken,
  dnsRecord,
  ruleset,
  serviceToken,
  tunnel,
  zone,
];

const settings: readonly SettingKind[] = [tunnelConfig, zoneSetting];

/** Every kind, by its token. */
export function kinds(api: () => Api): Readonly<Record<string, ResourceKind>> {
  return Object.fromEntries([
    ...many.map((kind) => [token(kind.name), restKind(kind, api)]),
    ...settings.map((kind) => [token(kind.name), settingKind(kind, api)]),
    [token("R2Bucket"), r2Bucket(api)],
  ]);
}

function token(name: string): string {
  return `cloudflare:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
}
