import type { Body } from "../api.ts";
import { isBody } from "../fields.ts";
import type { World } from "../world.ts";
import type { Rule, Rules } from "./records.ts";
import { refuseRequest } from "./refusals.ts";

/** By what a rule can recognize somebody, and what it then has to say. */
const selectors: Readonly<Record<string, readonly string[]>> = {
  any_valid_service_token: [],
  auth_context: ["id", "ac_id", "identity_provider_id"],
  auth_method: ["auth_method"],
  azureAD: ["id", "identity_provider_id"],
  certificate: [],
  cloudflare_account_member: [],
  common_name: ["common_name"],
  device_posture: ["integration_uid"],
  email: ["email"],
  email_domain: ["domain"],
  email_list: ["id"],
  everyone: [],
  external_evaluation: ["evaluate_url", "keys_url"],
  geo: ["country_code"],
  "github-organization": ["identity_provider_id", "name"],
  group: ["id"],
  gsuite: ["email", "identity_provider_id"],
  ip: ["ip"],
  ip_list: ["id"],
  linked_app_token: ["app_uid"],
  login_method: ["id"],
  oidc: ["claim_name", "claim_value", "identity_provider_id"],
  okta: ["identity_provider_id", "name"],
  saml: ["attribute_name", "attribute_value", "identity_provider_id"],
  service_token: ["token_id"],
  user_risk_score: ["user_risk_score"],
};

export function rulesOf(body: Body, world: World): Rules {
  const include = listOf(body, "include", world);
  if (include.length === 0) refuseRequest("include has to hold at least one rule");
  return { include, exclude: listOf(body, "exclude", world), require: listOf(body, "require", world) };
}

/** Whether a group or a service token is spoken of: what is spoken of cannot be deleted. */
export function speakOf(
  { include, exclude, require }: Rules,
  selector: string,
  key: string,
  id: string,
): boolean {
  return [...include, ...exclude, ...require].some((rule) => rule[selector]?.[key] === id);
}

function listOf(body: Body, key: "include" | "exclude" | "require", world: World): Rule[] {
  const rules = body[key] ?? [];
  if (!Array.isArray(rules)) refuseRequest(`${key} has to be a list of rules`);
  return rules.map((rule, index) => ruleOf(rule, `${key}[${index}]`, world));
}

function ruleOf(value: unknown, where: string, world: World): Rule {
  const [entry, ...others] = isBody(value) ? Object.entries(value) : [];
  if (!entry || others.length > 0) refuseRequest(`${where} has to have exactly one selector`);
  const [selector, told] = entry;
  const needed = selectors[selector] ?? refuseRequest(`${where} has the unknown selector ${selector}`);
  if (!isBody(told)) return refuseRequest(`${where}.${selector} has to be an object`);
  for (const key of needed)
    if (told[key] === undefined || told[key] === null || told[key] === "")
      refuseRequest(`${where}.${selector}.${key} is required`);
  refuseWrong(selector, told, `${where}.${selector}`, world);
  return { [selector]: told };
}

function refuseWrong(selector: string, told: Body, where: string, world: World): void {
  const id = String(told.id ?? told.token_id ?? "");
  if (selector === "email" && !/^[^@\s]+@[^@\s]+$/.test(String(told.email)))
    refuseRequest(`${where}.email is no e-mail address`);
  if (selector === "email_domain" && String(told.domain).includes("@"))
    refuseRequest(`${where}.domain is no domain`);
  if (selector === "ip" && !/^[0-9a-f.:]+(\/\d{1,3})?$/i.test(String(told.ip)))
    refuseRequest(`${where}.ip is no address or range`);
  if (selector === "geo" && !/^[A-Z]{2}$/.test(String(told.country_code)))
    refuseRequest(`${where}.country_code is no country`);
  if (selector === "group" && !world.groups.has(id))
    refuseRequest(`${where}.id: there is no Access group ${id}`);
  if (selector === "service_token" && !world.serviceTokens.has(id))
    refuseRequest(`${where}.token_id: there is no service token ${id}`);
  if (selector === "login_method" && !world.identityProviders.has(id))
    refuseRequest(`${where}.id: there is no identity provider ${id}`);
}
