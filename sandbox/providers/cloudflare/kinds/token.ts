import { list, object, oneOf, required, string } from "../../framework/shape.ts";
import type { Failure } from "../../framework/validate.ts";
import { isObject, type Properties } from "../../framework/value.ts";
import { type Columns, filled, inPath, json, kept, output, wire } from "../column.ts";
import type { RestKind } from "../rest-kind.ts";

const policy = object("policy", {
  effect: required(oneOf("allow", "deny")),
  permissionGroups: required(list(object("permissionGroup", { id: required(string) }))),
  resources: json(required(string)),
});

const columns: Columns = {
  name: required(string),
  policies: required(list(policy)),
  condition: object("condition", {
    requestIp: object("requestIp", { ins: wire("in", list(string)), notIns: wire("not_in", list(string)) }),
  }),
  expiresOn: string,
  notBefore: string,
  status: filled(oneOf("active", "disabled", "expired")),
  creatorEmailAtCreation: output(string),
  issuedOn: output(string),
  lastUsedOn: output(string),
  modifiedOn: output(string),
  provisionerId: output(string),
  provisionerType: output(string),
  value: kept(output(string)),
};

const shared = {
  secrets: [["value"]],
  rules: resourcesAreJson,
  // What has run out is as good as gone, and is made anew.
  isGone: ({ status }: Properties) => status === "expired",
  update: "PUT",
  lost: { same: ["name"], born: "issued_on", secret: true },
} as const;

/** As in the ApiToken class of @pulumi/cloudflare. */
export const apiToken: RestKind = {
  ...shared,
  name: "ApiToken",
  columns,
  importId: "<token_id>",
  path: () => "/user/tokens",
};

/** As in the AccountToken class of @pulumi/cloudflare. */
export const accountToken: RestKind = {
  ...shared,
  name: "AccountToken",
  columns: { accountId: inPath(required(string)), ...columns },
  importId: "<account_id>/<token_id>",
  path: ({ accountId }) => `/accounts/${String(accountId)}/tokens`,
};

/** It is a text that holds an object: what a policy is about, and what of it. */
function resourcesAreJson({ policies }: Properties): Failure[] {
  if (!Array.isArray(policies)) return [];
  return policies.flatMap((each, index) => {
    if (!isObject(each) || typeof each.resources !== "string" || isJsonObject(each.resources)) return [];
    const reason =
      'has to be the JSON text of an object such as {"com.cloudflare.api.account.zone.<id>": "*"}';
    return [{ path: ["policies", index, "resources"], reason }];
  });
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
