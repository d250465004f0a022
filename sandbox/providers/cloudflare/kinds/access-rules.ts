import { list, object, required, set, string } from "../../framework/shape.ts";
import { type Column, filled, wire } from "../column.ts";

const nothing = (name: string) => object(name, {});
const words = (name: string, ...keys: string[]) =>
  object(name, Object.fromEntries(keys.map((key) => [key, required(string)])));

/** By what Access can recognize somebody. A rule has exactly one of these. */
const rule = object("rule", {
  anyValidServiceToken: nothing("anyValidServiceToken"),
  authContext: words("authContext", "id", "acId", "identityProviderId"),
  authMethod: words("authMethod", "authMethod"),
  azureAd: wire("azureAD", words("azureAd", "id", "identityProviderId")),
  certificate: nothing("certificate"),
  cloudflareAccountMember: object("cloudflareAccountMember", { accountId: filled(string) }),
  commonName: words("commonName", "commonName"),
  devicePosture: object("devicePosture", { accountId: filled(string), integrationUid: required(string) }),
  email: words("email", "email"),
  emailDomain: words("emailDomain", "domain"),
  emailList: words("emailList", "id"),
  everyone: nothing("everyone"),
  externalEvaluation: words("externalEvaluation", "evaluateUrl", "keysUrl"),
  geo: words("geo", "countryCode"),
  githubOrganization: wire(
    "github-organization",
    object("githubOrganization", {
      identityProviderId: required(string),
      name: required(string),
      team: string,
    }),
  ),
  group: words("group", "id"),
  gsuite: words("gsuite", "email", "identityProviderId"),
  ip: words("ip", "ip"),
  ipList: words("ipList", "id"),
  linkedAppToken: words("linkedAppToken", "appUid"),
  loginMethod: words("loginMethod", "id"),
  oidc: words("oidc", "claimName", "claimValue", "identityProviderId"),
  okta: words("okta", "identityProviderId", "name"),
  saml: words("saml", "attributeName", "attributeValue", "identityProviderId"),
  serviceToken: words("serviceToken", "tokenId"),
  userRiskScore: object("userRiskScore", {
    userRiskScores: wire("user_risk_score", required(list(string))),
  }),
});

/** Who is meant: any of the included, all of the required, none of the excluded. */
export const rules: Readonly<Record<"includes" | "excludes" | "requires", Column>> = {
  includes: wire("include", set(rule)),
  excludes: wire("exclude", set(rule)),
  requires: wire("require", set(rule)),
};
