import {
  boolean,
  defaulting,
  integer,
  list,
  object,
  oneOf,
  replacing,
  required,
  string,
} from "../../framework/shape.ts";
import { filled, inPath, output } from "../column.ts";
import { levelOf, oneLevel } from "../kind.ts";
import type { RestKind } from "../rest-kind.ts";
import { actionParameters } from "./action-parameters.ts";

const ratelimit = object("ratelimit", {
  characteristics: required(list(string)),
  countingExpression: string,
  mitigationTimeout: filled(integer),
  period: required(integer),
  requestsPerPeriod: integer,
  requestsToOrigin: filled(boolean),
  scorePerPeriod: integer,
  scoreResponseHeaderName: string,
});

const rule = object("rule", {
  action: required(string),
  actionParameters: filled(actionParameters),
  description: filled(string),
  enabled: filled(boolean),
  exposedCredentialCheck: object("exposedCredentialCheck", {
    passwordExpression: required(string),
    usernameExpression: required(string),
  }),
  expression: required(string),
  id: filled(string),
  logging: filled(object("logging", { enabled: filled(boolean) })),
  ratelimit,
  ref: filled(string),
});

/** As in the Ruleset class of @pulumi/cloudflare. */
export const ruleset: RestKind = {
  name: "Ruleset",
  columns: {
    accountId: inPath(string),
    zoneId: inPath(string),
    kind: replacing(required(oneOf("managed", "custom", "root", "zone"))),
    name: replacing(required(string)),
    phase: replacing(required(string)),
    description: defaulting(string, ""),
    rules: list(rule),
    lastUpdated: output(string),
    version: output(string),
  },
  rules: oneLevel,
  unique: ["accountId", "zoneId", "phase"],
  importId: "{accounts|zones}/{account_id|zone_id}/<ruleset_id>",
  path: (where) => `${levelOf(where)}/rulesets`,
  update: "PUT",
  lost: { same: ["name", "kind", "phase"], born: "last_updated" },
};
