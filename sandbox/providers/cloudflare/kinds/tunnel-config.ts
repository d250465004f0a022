import { boolean, integer, list, object, oneOf, required, string } from "../../framework/shape.ts";
import { type Column, filled, inPath, output, wire } from "../column.ts";
import type { SettingKind } from "../setting-kind.ts";

/** cloudflared's own file is where these words come from, and it runs its words together. */
const originRequest: Column = wire(
  "originRequest",
  object("originRequest", {
    access: object("access", {
      audTags: wire("audTag", required(list(string))),
      required: boolean,
      teamName: wire("teamName", required(string)),
    }),
    caPool: wire("caPool", string),
    connectTimeout: wire("connectTimeout", integer),
    disableChunkedEncoding: wire("disableChunkedEncoding", boolean),
    http2Origin: wire("http2Origin", boolean),
    httpHostHeader: wire("httpHostHeader", string),
    keepAliveConnections: wire("keepAliveConnections", integer),
    keepAliveTimeout: wire("keepAliveTimeout", integer),
    matchSnItoHost: wire("matchSNItoHost", boolean),
    noHappyEyeballs: wire("noHappyEyeballs", boolean),
    noTlsVerify: wire("noTLSVerify", boolean),
    originServerName: wire("originServerName", string),
    proxyType: wire("proxyType", string),
    tcpKeepAlive: wire("tcpKeepAlive", integer),
    tlsTimeout: wire("tlsTimeout", integer),
  }),
);

const rule = object("ingress", { hostname: string, originRequest, path: string, service: required(string) });

/** As in the ZeroTrustTunnelCloudflaredConfig class of @pulumi/cloudflare. */
export const tunnelConfig: SettingKind = {
  name: "ZeroTrustTunnelCloudflaredConfig",
  columns: {
    accountId: inPath(required(string)),
    tunnelId: inPath(required(string)),
    config: filled(object("config", { ingresses: wire("ingress", list(rule)), originRequest })),
    source: filled(oneOf("local", "cloudflare")),
    createdAt: output(string),
    version: output(integer),
  },
  importId: "<account_id>/<tunnel_id>",
  // A tunnel answers even before anybody has configured it.
  isGone: ({ config }) => config === null,
  path: ({ accountId, tunnelId }) =>
    `/accounts/${String(accountId)}/cfd_tunnel/${String(tunnelId)}/configurations`,
  set: "PUT",
  idKey: "tunnelId",
};
