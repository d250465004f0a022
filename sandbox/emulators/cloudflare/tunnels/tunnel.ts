import type { Body } from "../api.ts";
import { now } from "../ids.ts";

export interface Tunnel {
  id: string;
  account_tag: string;
  name: string;
  config_src: "local" | "cloudflare";
  /** Base64, as cloudflared wants it. */
  secret: string;
  connectors: Connector[];
  created_at: string;
  deleted_at: string | null;
  conns_active_at: string | null;
  conns_inactive_at: string | null;
}

/** One cloudflared that holds the tunnel open. */
export interface Connector {
  id: string;
  version: string;
  arch: string;
  run_at: string;
  origin_ip: string;
  conns: { id: string; colo_name: string }[];
}

export interface TunnelConfiguration {
  tunnel_id: string;
  version: number;
  config: Body | null;
  source: "local" | "cloudflare";
  created_at: string;
}

export function shownTunnel(tunnel: Tunnel): object {
  const { secret: _, connectors, config_src, ...rest } = tunnel;
  return {
    ...rest,
    config_src,
    connections: connectors.flatMap(connectionsOf),
    tun_type: "cfd_tunnel",
    metadata: {},
    status: statusOf(tunnel),
    remote_config: config_src === "cloudflare",
  };
}

export function shownConnector(connector: Connector): object {
  const { id, version, arch, run_at } = connector;
  return {
    id,
    version,
    arch,
    run_at,
    features: ["ha-origin"],
    config_version: 0,
    conns: connectionsOf(connector),
  };
}

/** What cloudflared is run with: whoever has it can be the tunnel. */
export function tokenOf({ account_tag, id, secret }: Tunnel): string {
  return Buffer.from(JSON.stringify({ a: account_tag, t: id, s: secret })).toString("base64");
}

function connectionsOf({ id: client_id, version, run_at, origin_ip, conns }: Connector): object[] {
  return conns.map(({ id, colo_name }) => ({
    id,
    uuid: id,
    client_id,
    client_version: version,
    colo_name,
    is_pending_reconnect: false,
    opened_at: run_at,
    origin_ip,
  }));
}

/** The tunnel with these connectors left: without any, it stands still from now on. */
export function heldBy(tunnel: Tunnel, connectors: Connector[]): Tunnel {
  const still = connectors.length === 0 && { conns_active_at: null, conns_inactive_at: now("microseconds") };
  return { ...tunnel, connectors, ...still };
}

/** Each cloudflared opens four connections; with fewer, something is in its way. */
function statusOf({ connectors, conns_inactive_at }: Tunnel): string {
  const count = connectors.flatMap(({ conns }) => conns).length;
  if (count === 0) return conns_inactive_at ? "down" : "inactive";
  return count < 4 * connectors.length ? "degraded" : "healthy";
}
