import { boolean, defaulting, number, required, string } from "../../framework/shape.ts";
import type { Failure } from "../../framework/validate.ts";
import type { Properties } from "../../framework/value.ts";
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
  rules: (inputs) => [...oneLevel(inputs), ...oldSecretEnds(inputs)],
  importId: "{accounts|zones}/{account_id|zone_id}/<service_token_id>",
  path: (where) => `${levelOf(where)}/access/service_tokens`,
  update: "PUT",
  lost: { same: ["name"], born: "created_at", query: byName, secret: true },
  renews: (state, inputs) =>
    state.clientSecretVersion === inputs.clientSecretVersion ? [] : ["clientSecret"],
};

/** Until when the secret before this one is good still: else whoever uses it is locked out at once, unasked. */
function oldSecretEnds({ clientSecretVersion, previousClientSecretExpiresAt }: Properties): Failure[] {
  const first = typeof clientSecretVersion !== "number" || clientSecretVersion === 1;
  if (first || previousClientSecretExpiresAt !== undefined) return [];
  const reason = "is required where clientSecretVersion asks for another secret";
  return [{ path: ["previousClientSecretExpiresAt"], reason }];
}
