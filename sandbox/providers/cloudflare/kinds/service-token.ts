import { boolean, defaulting, number, required, string } from "../../framework/shape.ts";
import { filled, inPath, kept, output } from "../column.ts";
import { levelOf, oneLevel } from "../kind.ts";
import { byName, type RestKind } from "../rest-kind.ts";

/** As in the ZeroTrustAccessServiceToken class of @pulumi/cloudflare. */
export const serviceToken: RestKind = {
  name: "ZeroTrustAccessServiceToken",
  columns: {
    accountId: inPath(string),
    zoneId: inPath(string),
    name: required(string),
    clientSecretVersion: kept(filled(defaulting(number, 1))),
    duration: filled(defaulting(string, "8760h")),
    enabled: filled(boolean),
    previousClientSecretExpiresAt: kept(string),
    clientId: output(string),
    clientSecret: kept(output(string)),
    expiresAt: output(string),
  },
  secrets: [["clientSecret"]],
  rules: oneLevel,
  importId: "{accounts|zones}/{account_id|zone_id}/<service_token_id>",
  path: (where) => `${levelOf(where)}/access/service_tokens`,
  update: "PUT",
  lost: { same: ["name"], born: "created_at", query: byName, secret: true },
  renews: (state, inputs) =>
    state.clientSecretVersion === inputs.clientSecretVersion
      ? []
      : ["clientSecret", "previousClientSecretExpiresAt"],
};
