export type Value = string | number | object;

/** What a setting is when nobody has touched it, and what it can be. */
export interface Setting {
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

export const settings: Readonly<Record<string, Setting>> = {
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

export function fits(value: unknown, setting: Setting | undefined): value is Value {
  if (value === undefined || value === null) return false;
  return setting?.choices
    ? setting.choices.includes(value as Value)
    : typeof value === typeof setting?.initially;
}
