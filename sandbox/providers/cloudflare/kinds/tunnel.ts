import {
  boolean,
  defaulting,
  list,
  object,
  oneOf,
  replacing,
  required,
  string,
} from "../../framework/shape.ts";
import { inPath, json, kept, output } from "../column.ts";
import { byName, type RestKind } from "../rest-kind.ts";

const connection = object("connection", {
  clientId: string,
  clientVersion: string,
  coloName: string,
  id: string,
  isPendingReconnect: boolean,
  openedAt: string,
  originIp: string,
  uuid: string,
});

/** As in the ZeroTrustTunnelCloudflared class of @pulumi/cloudflare. */
export const tunnel: RestKind = {
  name: "ZeroTrustTunnelCloudflared",
  columns: {
    accountId: inPath(required(string)),
    // The API has words of its own for it as soon as the tunnel has a configuration: what was said stays.
    configSrc: kept(replacing(defaulting(oneOf("local", "cloudflare"), "local"))),
    name: required(string),
    tunnelSecret: kept(string),
    accountTag: output(string),
    connections: output(list(connection)),
    connsActiveAt: output(string),
    connsInactiveAt: output(string),
    createdAt: output(string),
    deletedAt: output(string),
    metadata: json(output(string)),
    remoteConfig: output(boolean),
    status: output(string),
    tunType: output(string),
  },
  secrets: [["tunnelSecret"]],
  unique: ["accountId", "name"],
  importId: "<account_id>/<tunnel_id>",
  // Deleted ones can be looked at for as long as one likes.
  isGone: ({ deleted_at }) => deleted_at !== undefined && deleted_at !== null,
  path: ({ accountId }) => `/accounts/${String(accountId)}/cfd_tunnel`,
  update: "PATCH",
  lost: { same: ["name"], born: "created_at", query: byName },
};
