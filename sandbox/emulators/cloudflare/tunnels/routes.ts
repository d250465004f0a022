import type { Api } from "../api.ts";
import { ok, refuse } from "../envelope.ts";
import { Fields } from "../fields.ts";
import { now, secret, uuid } from "../ids.ts";
import { page, type Query } from "../paging.ts";
import type { World } from "../world.ts";
import { checkConfiguration } from "./ingress.ts";
import { heldBy, shownConnector, shownTunnel, type Tunnel, tokenOf } from "./tunnel.ts";

const sources = ["local", "cloudflare"] as const;

export function tunnelRoutes(api: Api, world: World): void {
  const known = (account: string, id: string): Tunnel => {
    const tunnel = world.tunnels.get(id);
    return tunnel?.account_tag === world.account(account).id ? tunnel : refuse(404, 1003, "Tunnel not found");
  };
  const alive = (account: string, id: string): Tunnel => {
    const tunnel = known(account, id);
    return tunnel.deleted_at === null ? tunnel : refuse(404, 1003, "Tunnel not found: it is deleted");
  };
  const freeName = (account: string, name: string, own?: string) => {
    const taken = ({ id, account_tag, deleted_at, name: other }: Tunnel) =>
      account_tag === account && deleted_at === null && other === name && id !== own;
    if (world.tunnels.all().some(taken)) refuse(409, 1013, "You already have a tunnel with this name");
    return name;
  };

  const all = "/accounts/:account/cfd_tunnel";
  const one = `${all}/:tunnel`;
  api.get(all, ({ at, query }) => {
    const { id } = world.account(at("account"));
    const tunnels = world.tunnels.all().filter(({ account_tag }) => account_tag === id);
    return page(searched(tunnels, query).map(shownTunnel), query, { usual: 100, most: 1000 });
  });
  api.post(all, ({ at, body }) => {
    const { id: account_tag } = world.account(at("account"));
    const fields = new Fields(body(), 1002);
    const tunnel: Tunnel = {
      id: uuid(),
      account_tag,
      name: freeName(account_tag, fields.text("name")),
      config_src: fields.choice("config_src", sources) ?? "local",
      secret: secretOf(fields) ?? Buffer.from(secret(), "hex").toString("base64"),
      connectors: [],
      created_at: now("microseconds"),
      deleted_at: null,
      conns_active_at: null,
      conns_inactive_at: null,
    };
    world.tunnels.put(tunnel.id, tunnel);
    const credentials_file = {
      AccountTag: account_tag,
      TunnelID: tunnel.id,
      TunnelName: tunnel.name,
      TunnelSecret: tunnel.secret,
    };
    return ok({ ...shownTunnel(tunnel), credentials_file, token: tokenOf(tunnel) });
  });
  // A deleted tunnel can be looked at still, and tells when that was.
  api.get(one, ({ at }) => ok(shownTunnel(known(at("account"), at("tunnel")))));
  api.patch(one, ({ at, body }) => {
    const tunnel = alive(at("account"), at("tunnel"));
    const fields = new Fields(body(), 1002);
    const name = freeName(tunnel.account_tag, fields.string("name") || tunnel.name, tunnel.id);
    const secret = secretOf(fields) ?? tunnel.secret;
    return ok(shownTunnel(world.tunnels.put(tunnel.id, { ...tunnel, name, secret })));
  });
  api.delete(one, ({ at }) => {
    const tunnel = alive(at("account"), at("tunnel"));
    if (tunnel.connectors.length > 0)
      refuse(
        400,
        1022,
        "Cannot delete tunnel because it has active connections: clean up the connections first",
      );
    return ok(shownTunnel(world.tunnels.put(tunnel.id, { ...tunnel, deleted_at: now("microseconds") })));
  });
  api.get(`${one}/token`, ({ at }) => ok(tokenOf(alive(at("account"), at("tunnel")))));
  api.get(`${one}/connections`, ({ at }) =>
    ok(alive(at("account"), at("tunnel")).connectors.map(shownConnector)),
  );
  api.delete(`${one}/connections`, ({ at, query }) => {
    const tunnel = alive(at("account"), at("tunnel"));
    const connectors = tunnel.connectors.filter(
      ({ id }) => query.client_id !== undefined && id !== query.client_id,
    );
    world.tunnels.put(tunnel.id, heldBy(tunnel, connectors));
    return ok(null);
  });

  api.get(`${one}/configurations`, ({ at }) => {
    const tunnel = alive(at("account"), at("tunnel"));
    const never = { version: 0, config: null, source: tunnel.config_src, created_at: tunnel.created_at };
    return ok({
      account_id: tunnel.account_tag,
      tunnel_id: tunnel.id,
      ...(world.configurations.get(tunnel.id) ?? never),
    });
  });
  api.put(`${one}/configurations`, ({ at, body }) => {
    const tunnel = alive(at("account"), at("tunnel"));
    const config = new Fields(body(), 1056).object("config") ?? {};
    checkConfiguration(config);
    // Whoever sends a configuration manages the tunnel from here on, also where it began with a file of its own.
    world.tunnels.put(tunnel.id, { ...tunnel, config_src: "cloudflare" });
    const configuration = world.configurations.put(tunnel.id, {
      tunnel_id: tunnel.id,
      version: (world.configurations.get(tunnel.id)?.version ?? 0) + 1,
      config: { ...config, "warp-routing": config["warp-routing"] ?? { enabled: false } },
      source: "cloudflare",
      created_at: now("microseconds"),
    });
    return ok({ account_id: tunnel.account_tag, ...configuration });
  });
}

function searched(tunnels: Tunnel[], query: Query): Tunnel[] {
  const tests: ((tunnel: Tunnel) => boolean)[] = [
    ({ name }) => query.name === undefined || name === query.name,
    ({ id }) => query.uuid === undefined || id === query.uuid,
    ({ deleted_at }) => query.is_deleted === undefined || String(deleted_at !== null) === query.is_deleted,
    ({ name }) => query.include_prefix === undefined || name.startsWith(query.include_prefix),
    ({ name }) => query.exclude_prefix === undefined || !name.startsWith(query.exclude_prefix),
    (tunnel) =>
      query.status === undefined || (shownTunnel(tunnel) as { status: string }).status === query.status,
  ];
  return tunnels.filter((tunnel) => tests.every((test) => test(tunnel)));
}

function secretOf(fields: Fields): string | undefined {
  const secret = fields.string("tunnel_secret");
  if (secret === undefined) return undefined;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(secret) || Buffer.from(secret, "base64").length < 32)
    refuse(400, 1002, "tunnel_secret has to be base64 of at least 32 bytes");
  return secret;
}
