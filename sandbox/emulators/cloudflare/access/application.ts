import { applicationTypes } from "../../../providers/cloudflare/kinds/access-application-types.ts";
import type { Body } from "../api.ts";
import { refuse } from "../envelope.ts";
import { Fields, isBody } from "../fields.ts";
import { now, secret, uuid } from "../ids.ts";
import type { World } from "../world.ts";
import { isDuration } from "./duration.ts";
import { inside, policyFrom } from "./policy.ts";
import type { AccessApplication, ApplicationType, Attached } from "./records.ts";
import { invalidRequest, refuseRequest } from "./refusals.ts";

/** The types that stand before a host of one's own, in browsers. */
const hosted = new Set<ApplicationType>([
  "self_hosted",
  "ssh",
  "vnc",
  "rdp",
  "mcp_portal",
  "mcp",
  "proxy_endpoint",
]);

/** What is kept as it is told; each with the type that its values have. */
const settings = {
  string: [
    "app_launcher_logo_url",
    "bg_color",
    "custom_deny_message",
    "custom_deny_url",
    "custom_non_identity_deny_url",
    "header_bg_color",
    "logo_url",
    "read_service_tokens_from_header",
    "same_site_cookie_attribute",
  ],
  boolean: [
    "allow_authenticate_via_warp",
    "allow_iframe",
    "options_preflight_bypass",
    "path_cookie_attribute",
    "service_auth_401_redirect",
    "skip_app_launcher_login_page",
    "skip_interstitial",
  ],
  strings: ["custom_pages"],
  object: [
    "cors_headers",
    "landing_page_design",
    "mfa_config",
    "oauth_configuration",
    "saas_app",
    "scim_config",
  ],
  objects: ["footer_links", "target_criteria"],
} as const;

const sameSite = ["none", "lax", "strict"] as const;

export function applicationFrom(
  body: Body,
  owner: string,
  world: World,
  existing?: AccessApplication,
): AccessApplication {
  const fields = new Fields(body, invalidRequest);
  const type = fields.choice("type", applicationTypes) ?? existing?.type ?? "self_hosted";
  const time = now("seconds");
  const where = hosted.has(type) ? placeOf(fields, world) : elsewhere(fields);
  return {
    id: existing?.id ?? uuid(),
    owner,
    aud: existing?.aud ?? secret(),
    type,
    name: fields.string("name") || where.domain || refuseRequest("name is required"),
    ...where,
    policies: fields.mentions("policies")
      ? policiesOf(body.policies, owner, world, existing)
      : (existing?.policies ?? []),
    settings: settingsOf(fields, type),
    created_at: existing?.created_at ?? time,
    updated_at: time,
  };
}

export function shownApplication(application: AccessApplication, world: World): object {
  const { owner: _, settings, policies, ...rest } = application;
  const shown = policies
    .toSorted((a, b) => a.precedence - b.precedence)
    .flatMap(({ id, precedence, own }) => {
      const policy = own ?? world.policies.get(id);
      return policy ? [{ ...inside(policy), reusable: own === undefined, precedence }] : [];
    });
  return { ...rest, uid: rest.id, ...settings, policies: shown };
}

/** The first host speaks for all; the older words for the hosts say the same as the newer ones. */
function placeOf(fields: Fields, world: World) {
  const destinations = fields.objects("destinations");
  const hosts = destinations
    ? destinations.flatMap((each) =>
        (each.type ?? "public") === "public"
          ? [String(each.uri ?? refuseRequest("a public destination needs a uri"))]
          : [],
      )
    : (fields.strings("self_hosted_domains") ?? []);
  const domain = fields.string("domain") ?? hosts[0];
  const all = domain === undefined || hosts.includes(domain) ? hosts : [domain, ...hosts];
  if (all.length === 0 && !destinations)
    refuseRequest("domain, self_hosted_domains or destinations is required");
  for (const host of all) refuseForeign(host, world);
  const told = destinations?.map((each) => ({ type: "public", ...each }));
  return {
    ...(domain !== undefined && { domain }),
    self_hosted_domains: all,
    destinations: told ?? all.map((uri) => ({ type: "public", uri })),
  };
}

/** What others run can be anywhere: for a bookmark, it is where that leads. */
function elsewhere(fields: Fields) {
  const domain = fields.string("domain");
  return domain === undefined ? {} : { domain };
}

function refuseForeign(host: string, world: World): void {
  const name = host.split("/", 1)[0] ?? "";
  const ours = world.zones.all().some((zone) => name === zone.name || name.endsWith(`.${zone.name}`));
  if (!ours) refuseRequest(`domain ${host} does not belong to a zone of this account`);
}

function policiesOf(value: unknown, owner: string, world: World, existing?: AccessApplication): Attached[] {
  if (value === null) return existing?.policies ?? [];
  if (!Array.isArray(value)) return refuseRequest("policies has to be a list");
  const attached = value.map((each, index) => attachedOf(each, index + 1, owner, world));
  const twice = attached.find((each, index) =>
    attached.some((other, at) => at < index && other.precedence === each.precedence),
  );
  return twice ? refuseRequest(`policies: two have the precedence ${twice.precedence}`) : attached;
}

function attachedOf(value: unknown, place: number, owner: string, world: World): Attached {
  if (typeof value === "string") return { id: referred(value, world), precedence: place };
  if (!isBody(value)) return refuseRequest("a policy is named by its id, or told as an object");
  const precedence = new Fields(value, invalidRequest).number("precedence") ?? place;
  if (typeof value.id === "string" && (value.decision ?? undefined) === undefined)
    return { id: referred(value.id, world), precedence };
  const own = policyFrom({ ...value, name: value.name ?? "policy" }, owner, world);
  return { id: own.id, precedence, own };
}

function referred(id: string, world: World): string {
  return world.policies.has(id)
    ? id
    : refuse(400, 12_132, `access.api.error.invalid_request: there is no reusable policy ${id}`);
}

function settingsOf(fields: Fields, type: ApplicationType): Body {
  const told = Object.entries(settings).flatMap(([kind, keys]) =>
    keys.flatMap((key) => {
      const value = fields[kind as keyof typeof settings](key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const session_duration = fields.string("session_duration") ?? "24h";
  if (!isDuration(session_duration)) refuseRequest("session_duration has to be a duration such as 24h");
  fields.choice("same_site_cookie_attribute", sameSite);
  return {
    ...Object.fromEntries(told),
    allowed_idps: fields.strings("allowed_idps") ?? [],
    tags: (fields.strings("tags") ?? []).toSorted(),
    auto_redirect_to_identity: fields.boolean("auto_redirect_to_identity") ?? false,
    ...(hosted.has(type) && {
      enable_binding_cookie: fields.boolean("enable_binding_cookie") ?? false,
      http_only_cookie_attribute: fields.boolean("http_only_cookie_attribute") ?? true,
    }),
    ...(type !== "infrastructure" && { session_duration }),
    app_launcher_visible: fields.boolean("app_launcher_visible") ?? true,
  };
}
