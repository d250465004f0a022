import { now } from "../ids.ts";

/** A Zero Trust team: where people log in. */
export interface Organization {
  name: string;
  auth_domain: string;
  created_at: string;
  updated_at: string;
  [setting: string]: unknown;
}

export function organizationOf(team: string): Organization {
  const time = now("seconds");
  return {
    name: `${team}.cloudflareaccess.com`,
    auth_domain: `${team}.cloudflareaccess.com`,
    is_ui_read_only: false,
    allow_authenticate_via_warp: false,
    auto_redirect_to_identity: false,
    warp_auth_session_duration: "24h",
    session_duration: "24h",
    login_design: {},
    created_at: time,
    updated_at: time,
  };
}
