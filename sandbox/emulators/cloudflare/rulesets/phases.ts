const security = ["block", "challenge", "js_challenge", "managed_challenge", "log", "skip"] as const;

/** The moments in a request's life at which rules are asked, and what a rule can do at each. */
export const phases: Readonly<Record<string, readonly string[]>> = {
  ddos_l7: ["execute"],
  http_config_settings: ["set_config"],
  http_custom_errors: ["serve_error"],
  http_log_custom_fields: ["log_custom_field"],
  http_ratelimit: ["block", "challenge", "js_challenge", "managed_challenge", "log"],
  http_request_cache_settings: ["set_cache_settings"],
  http_request_dynamic_redirect: ["redirect"],
  http_request_firewall_custom: [...security, "execute"],
  http_request_firewall_managed: ["execute", "skip"],
  http_request_late_transform: ["rewrite"],
  http_request_origin: ["route"],
  http_request_redirect: ["redirect"],
  http_request_sanitize: ["execute"],
  http_request_sbfm: ["execute"],
  http_request_transform: ["rewrite"],
  http_response_cache_settings: ["set_cache_control", "set_cache_tags"],
  http_response_compression: ["compress_response"],
  http_response_firewall_managed: ["execute", "skip"],
  http_response_headers_transform: ["rewrite"],
};

/** What an action cannot do without. */
export const neededParameters: Readonly<Record<string, readonly string[]>> = {
  execute: ["id"],
  redirect: [],
  compress_response: ["algorithms"],
};
