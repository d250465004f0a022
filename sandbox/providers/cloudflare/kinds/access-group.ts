import { boolean, required, string } from "../../framework/shape.ts";
import { inPath, kept } from "../column.ts";
import { levelOf, oneLevel } from "../kind.ts";
import type { RestKind } from "../rest-kind.ts";
import { rules } from "./access-rules.ts";

/** As in the ZeroTrustAccessGroup class of @pulumi/cloudflare. */
export const accessGroup: RestKind = {
  name: "ZeroTrustAccessGroup",
  columns: {
    accountId: inPath(string),
    zoneId: inPath(string),
    name: required(string),
    ...rules,
    includes: { ...rules.includes, required: true },
    isDefault: kept(boolean),
  },
  rules: oneLevel,
  importId: "{accounts|zones}/{account_id|zone_id}/<group_id>",
  path: (where) => `${levelOf(where)}/access/groups`,
  update: "PUT",
  lost: { same: ["name", "include"], born: "created_at" },
};
