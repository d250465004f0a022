import {
  boolean,
  defaulting,
  integer,
  list,
  map,
  number,
  object,
  oneOf,
  required,
  set,
  string,
} from "../../framework/shape.ts";
import type { Failure } from "../../framework/validate.ts";
import type { Properties } from "../../framework/value.ts";
import { filled, inPath, output, wire } from "../column.ts";
import { levelOf, oneLevel } from "../kind.ts";
import { byName, type RestKind } from "../rest-kind.ts";
import { applicationTypes } from "./access-application-types.ts";
import { mfaConfig, rdpRules } from "./access-policy.ts";
import { rules } from "./access-rules.ts";
import { saasApp, scimConfig } from "./access-saas.ts";

/** One that is named by its id is told whole by the API; what counts is the policy's own resource. */
const policy = object("policy", {
  connectionRules: filled(
    object("connectionRules", {
      rdp: rdpRules,
      ssh: object("ssh", { allowEmailAlias: boolean, usernames: required(list(string)) }),
    }),
  ),
  decision: filled(string),
  excludes: filled(rules.excludes),
  id: filled(string),
  includes: filled(rules.includes),
  mfaConfig: filled(mfaConfig),
  name: filled(string),
  precedence: filled(integer),
  requires: filled(rules.requires),
});

const destination = object("destination", {
  cidr: string,
  hostname: string,
  l4Protocol: string,
  mcpServerId: string,
  portRange: string,
  type: filled(defaulting(string, "public")),
  uri: string,
  vnetId: string,
  workerId: string,
});

const corsHeaders = object("corsHeaders", {
  allowAllHeaders: boolean,
  allowAllMethods: boolean,
  allowAllOrigins: boolean,
  allowCredentials: boolean,
  allowedHeaders: list(string),
  allowedMethods: list(string),
  allowedOrigins: list(string),
  maxAge: number,
});

const oauthConfiguration = object("oauthConfiguration", {
  dynamicClientRegistration: object("dynamicClientRegistration", {
    allowAnyOnLocalhost: boolean,
    allowAnyOnLoopback: boolean,
    allowedUris: list(string),
    enabled: boolean,
  }),
  enabled: boolean,
  grant: object("grant", { accessTokenLifetime: string, sessionDuration: string }),
});

/** As in the ZeroTrustAccessApplication class of @pulumi/cloudflare. */
export const accessApplication: RestKind = {
  name: "ZeroTrustAccessApplication",
  columns: {
    accountId: inPath(string),
    zoneId: inPath(string),
    allowAuthenticateViaWarp: boolean,
    allowIframe: boolean,
    allowedIdps: list(string),
    appLauncherLogoUrl: string,
    appLauncherVisible: filled(boolean),
    autoRedirectToIdentity: boolean,
    bgColor: string,
    corsHeaders,
    customDenyMessage: string,
    customDenyUrl: string,
    customNonIdentityDenyUrl: string,
    customPages: list(string),
    destinations: filled(list(destination)),
    domain: filled(string),
    enableBindingCookie: boolean,
    footerLinks: list(object("footerLink", { name: required(string), url: required(string) })),
    headerBgColor: string,
    httpOnlyCookieAttribute: filled(boolean),
    landingPageDesign: object("landingPageDesign", {
      buttonColor: string,
      buttonTextColor: string,
      imageUrl: string,
      message: string,
      title: filled(string),
    }),
    logoUrl: string,
    mfaConfig,
    name: filled(string),
    oauthConfiguration: wire("oauth_configuration", oauthConfiguration),
    optionsPreflightBypass: boolean,
    pathCookieAttribute: boolean,
    policies: list(policy),
    readServiceTokensFromHeader: string,
    saasApp,
    sameSiteCookieAttribute: string,
    scimConfig,
    selfHostedDomains: filled(set(string)),
    serviceAuth401Redirect: wire("service_auth_401_redirect", boolean),
    sessionDuration: filled(string),
    skipAppLauncherLoginPage: filled(boolean),
    skipInterstitial: boolean,
    tags: set(string),
    targetCriterias: wire(
      "target_criteria",
      list(
        object("targetCriteria", {
          port: required(integer),
          protocol: required(string),
          targetAttributes: required(map(list(string))),
        }),
      ),
    ),
    type: filled(oneOf(...applicationTypes)),
    aud: output(string),
  },
  secrets: [["saasApp", "clientSecret"]],
  rules: (inputs) => [...oneLevel(inputs), ...somewhere(inputs)],
  unique: ["domain"],
  importId: "{accounts|zones}/{account_id|zone_id}/<app_id>",
  path: (where) => `${levelOf(where)}/access/apps`,
  update: "PUT",
  lost: { same: ["name", "type", "domain"], born: "created_at", query: byName },
};

/** What stands before a host has to say which. */
function somewhere({ type, domain, destinations, selfHostedDomains }: Properties): Failure[] {
  const hosted = type === "self_hosted" || type === "ssh" || type === "vnc";
  if (!hosted || domain !== undefined || destinations !== undefined || selfHostedDomains !== undefined)
    return [];
  return [{ path: ["domain"], reason: `or destinations is required for the type ${type}` }];
}
