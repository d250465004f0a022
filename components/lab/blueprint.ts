import { Document, isCollection, isNode, type Node } from "yaml";
import { heldText } from "../held-text.ts";
import type { Group } from "../inventory/index.ts";
import { isLive, type Lab, type Service, type Urls } from "./lab.ts";

type Secret = { secret: string; of: string };

/** Of Authentik's own, and there before ours: what ours refers to is in them. */
const BEFORE = [
  "Default - Provider authorization flow (implicit consent)",
  "Default - Provider invalidation flow",
  "System - OAuth2 Provider - Scopes",
];

/** In an order in which one prefers to come. */
const REACHES: (keyof Urls)[] = ["public", "tailnet", "lan"];

/**
 * What Authentik is told by a file (a blueprint): who the people of the lab are, and each service that they sign in to by
 * it. It keeps what is said here, and whatever somebody adds by hand beside it.
 */
export function blueprint(provider: string, lab: Lab): (string | Secret)[] {
  const clients = lab.services.filter((each) => isLive(each) && each.signIn?.by === provider);
  return heldText<Secret>((hold) =>
    new Document({
      version: 1,
      metadata: { name: `${lab.name}: people and services` },
      entries: [
        ...BEFORE.map(applied),
        VERIFIED_EMAIL,
        ...groups(lab),
        ...people(lab),
        ...clients.flatMap((client) => [
          providerFor(client, hold({ secret: "sign-in", of: client.name })),
          applicationOf(client),
          ...onlyFor(client),
        ]),
      ],
    }).toString({ lineWidth: 0 }),
  );
}

function applied(name: string) {
  return {
    model: "authentik_blueprints.metaapplyblueprint",
    attrs: { identifiers: { name }, required: true },
  };
}

/** Authentik vouches for no address that it did not try itself. Those of the inventory were written by the house. */
const VERIFIED_EMAIL = {
  model: "authentik_providers_oauth2.scopemapping",
  id: "verified-email",
  identifiers: { name: "homelab: address of e-mail" },
  attrs: {
    scope_name: "email",
    expression: 'return {"email": request.user.email, "email_verified": True}',
  },
};

function groups({ inventory }: Lab) {
  const known = new Set<Group>(Object.values(inventory.people).flatMap((person) => person.groups));
  return [...known].map((name) => ({
    model: "authentik_core.group",
    id: groupId(name),
    identifiers: { name },
    attrs: { is_superuser: name === "admin" },
  }));
}

/** Without a password: whoever administers sends them a link to choose one. */
function people({ inventory }: Lab) {
  return Object.entries(inventory.people).map(([username, { email, groups }]) => ({
    model: "authentik_core.user",
    identifiers: { username },
    attrs: { name: username, email, groups: groups.map((group) => keyOf(groupId(group))) },
  }));
}

function providerFor({ name, urls, signIn }: Service, secret: string) {
  const redirects = Object.values(urls).flatMap((url: string) =>
    (signIn?.returnTo ?? []).map((path) => ({ matching_mode: "strict", url: `${url}${path}` })),
  );
  return {
    model: "authentik_providers_oauth2.oauth2provider",
    id: `provider-${name}`,
    identifiers: { name },
    attrs: {
      client_type: "confidential",
      client_id: name,
      client_secret: secret,
      redirect_uris: redirects,
      authorization_flow: find(
        "authentik_flows.flow",
        "slug",
        "default-provider-authorization-implicit-consent",
      ),
      invalidation_flow: find("authentik_flows.flow", "slug", "default-provider-invalidation-flow"),
      // Said, as every list here: one that is left out is emptied, and a client without a grant can do nothing.
      grant_types: ["authorization_code", "refresh_token"],
      // Five minutes is what some clients take for expired before they begin.
      access_token_validity: "minutes=15",
      signing_key: find("authentik_crypto.certificatekeypair", "name", "authentik Self-signed Certificate"),
      property_mappings: [
        scope("openid"),
        keyOf(VERIFIED_EMAIL.id),
        scope("profile"),
        scope("offline_access"),
      ],
    },
  };
}

function applicationOf({ name, about, group, urls }: Service) {
  const reach = REACHES.find((each) => urls[each]);
  return {
    model: "authentik_core.application",
    id: `application-${name}`,
    identifiers: { slug: name },
    attrs: {
      name,
      group,
      provider: keyOf(`provider-${name}`),
      meta_description: about,
      meta_launch_url: reach && urls[reach],
    },
  };
}

/** Whom the world's way in is for, the login is for. */
function onlyFor({ name, expose }: Service) {
  const access = expose.public?.access;
  if (access === undefined || access === "public") return [];
  const [target, group] = [keyOf(`application-${name}`), keyOf(groupId(access))];
  return [
    {
      model: "authentik_policies.policybinding",
      identifiers: { order: 0, target, group },
      attrs: { enabled: true },
    },
  ];
}

function groupId(group: Group): string {
  return `group-${group}`;
}

function keyOf(id: string): Node {
  return tagged("!KeyOf", id);
}

function scope(name: string): Node {
  return find(
    "authentik_providers_oauth2.scopemapping",
    "managed",
    `goauthentik.io/providers/oauth2/scope-${name}`,
  );
}

function find(model: string, key: string, value: string): Node {
  return tagged("!Find", [model, [key, value]]);
}

/** YAML with a tag of Authentik's. */
function tagged(tag: string, value: unknown): Node {
  const { contents } = new Document(value);
  if (!isNode(contents)) throw new Error(`${tag} of nothing`);
  if (isCollection(contents)) contents.flow = true;
  contents.tag = tag;
  return contents;
}
