import type { Api } from "../api.ts";
import { ok, refuse } from "../envelope.ts";
import { now } from "../ids.ts";
import type { World } from "../world.ts";

type Value = string | number | object;

/** What a setting is when nobody has touched it, and what it can be. */
interface Setting {
  initially: Value;
  choices?: readonly Value[];
  /** Only paying zones can change it. */
  paid?: true;
}

const toggle = (initially: "on" | "off"): Setting => ({ initially, choices: ["on", "off"] });
const choice = (initially: Value, ...others: Value[]): Setting => ({
  initially,
  choices: [initially, ...others],
});

const settings: Readonly<Record<string, Setting>> = {
  "0rtt": toggle("off"),
  always_online: toggle("off"),
  always_use_https: toggle("off"),
  automatic_https_rewrites: toggle("on"),
  brotli: toggle("on"),
  browser_cache_ttl: { initially: 14_400 },
  browser_check: toggle("on"),
  cache_level: choice("aggressive", "basic", "simplified"),
  challenge_ttl: { initially: 1800 },
  ciphers: { initially: [] },
  cname_flattening: choice("flatten_at_root", "flatten_all"),
  development_mode: toggle("off"),
  early_hints: toggle("off"),
  email_obfuscation: toggle("on"),
  hotlink_protection: toggle("off"),
  http2: toggle("on"),
  http3: toggle("on"),
  ip_geolocation: toggle("on"),
  ipv6: toggle("on"),
  max_upload: { initially: 100 },
  min_tls_version: choice("1.0", "1.1", "1.2", "1.3"),
  mirage: { ...toggle("off"), paid: true },
  opportunistic_encryption: toggle("on"),
  opportunistic_onion: toggle("on"),
  polish: { ...choice("off", "lossless", "lossy"), paid: true },
  privacy_pass: toggle("on"),
  pseudo_ipv4: choice("off", "add_header", "overwrite_header"),
  replace_insecure_js: toggle("on"),
  rocket_loader: toggle("off"),
  security_header: {
    initially: {
      strict_transport_security: {
        enabled: false,
        max_age: 0,
        include_subdomains: false,
        preload: false,
        nosniff: false,
      },
    },
  },
  security_level: choice("medium", "off", "essentially_off", "low", "high", "under_attack"),
  server_side_exclude: toggle("on"),
  ssl: choice("full", "off", "flexible", "strict"),
  tls_1_3: choice("on", "off", "zrt"),
  tls_client_auth: toggle("off"),
  waf: { ...toggle("off"), paid: true },
  websockets: toggle("on"),
};

/** What somebody has set one to. */
export interface Touched {
  value: Value;
  modified_on: string;
}

export function settingRoutes(api: Api, world: World): void {
  const shown = (zone: string, id: string) => {
    const setting = settings[id] ?? refuse(400, 1006, `Unrecognized zone setting name: ${id}`);
    const touched = world.zoneSettings.get(`${zone}/${id}`);
    const editable = !setting.paid || world.zone(zone).plan !== "free";
    return { id, editable, modified_on: null, value: setting.initially, ...touched };
  };
  const changed = (zone: string, id: string, value: unknown) => {
    const setting = settings[id];
    const { editable } = shown(zone, id);
    if (!editable) refuse(403, 1015, `Not allowed to edit setting for ${id}`);
    if (!fits(value, setting)) refuse(400, 1007, `Invalid value for zone setting ${id}`);
    world.zoneSettings.put(`${zone}/${id}`, { value, modified_on: now("microseconds") });
    return shown(zone, id);
  };

  api.get("/zones/:zone/settings", ({ at }) => {
    const { id } = world.zone(at("zone"));
    return ok(Object.keys(settings).map((name) => shown(id, name)));
  });
  api.get("/zones/:zone/settings/:setting", ({ at }) => ok(shown(world.zone(at("zone")).id, at("setting"))));
  api.patch("/zones/:zone/settings/:setting", ({ at, body }) =>
    ok(changed(world.zone(at("zone")).id, at("setting"), body().value)),
  );
}

function fits(value: unknown, setting: Setting | undefined): value is Value {
  if (value === undefined || value === null) return false;
  return setting?.choices
    ? setting.choices.includes(value as Value)
    : typeof value === typeof setting?.initially;
}
