import { describe, expect, test } from "vitest";
import { type CollectionTag, parse, type ScalarTag } from "yaml";
import { connector, labWith, service } from "../testing/index.ts";
import { blueprint } from "./blueprint.ts";

const authentik = service({
  name: "authentik",
  provides: "sign-in",
  expose: { public: { access: "public", host: "auth" } },
});
const lab = labWith(
  authentik,
  service({
    name: "chat",
    signIn: { by: "authentik", returnTo: ["/oauth/callback", "/oauth/mobile"] },
    expose: { tailnet: true, public: { access: "admin" } },
  }),
  service({ name: "vault", signIn: { by: "authentik", returnTo: ["/back"] }, expose: { tailnet: true } }),
  service({ name: "old", lifecycle: "archive", signIn: { by: "authentik", returnTo: ["/back"] } }),
  service({ name: "web" }),
  connector(),
);
const parts = blueprint("authentik", lab);

interface Entry {
  model: string;
  id?: string;
  identifiers?: Record<string, unknown>;
  attrs: Record<string, unknown>;
}

/** As Authentik reads it: its tags refer to what is there, or to another entry. */
function read(): Entry[] {
  const text = parts
    .map((part) => (typeof part === "string" ? part : `the ${part.secret} of ${part.of}`))
    .join("");
  const { entries } = parse(text, { customTags: (tags) => [...tags, keyOf, find] });
  return entries;
}

const keyOf: ScalarTag = { tag: "!KeyOf", resolve: (id) => ({ "!KeyOf": id }) };
const find: CollectionTag = {
  tag: "!Find",
  collection: "seq",
  resolve: (sought) => ({ "!Find": sought.toJSON() }),
};

const entries = read();
const of = (model: string) => entries.filter((entry) => entry.model === model);

describe("Authentik is told", () => {
  test("who signs in where, with a secret that only the two of them know", () => {
    expect(of("authentik_providers_oauth2.oauth2provider").map(({ attrs }) => attrs)).toMatchObject([
      {
        client_id: "chat",
        client_secret: "the sign-in of chat",
        client_type: "confidential",
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: [
          { matching_mode: "strict", url: "https://chat.tail1234.ts.net/oauth/callback" },
          { matching_mode: "strict", url: "https://chat.tail1234.ts.net/oauth/mobile" },
          { matching_mode: "strict", url: "https://chat.example.com/oauth/callback" },
          { matching_mode: "strict", url: "https://chat.example.com/oauth/mobile" },
        ],
      },
      { client_id: "vault", redirect_uris: [{ url: "https://vault.tail1234.ts.net/back" }] },
    ]);
    expect(parts.filter((part) => typeof part === "object")).toEqual([
      { secret: "sign-in", of: "chat" },
      { secret: "sign-in", of: "vault" },
    ]);
  });

  test("whom an application is for: those whom the world's way in is for", () => {
    expect(of("authentik_core.application").map(({ identifiers }) => identifiers)).toEqual([
      { slug: "chat" },
      { slug: "vault" },
    ]);
    expect(of("authentik_policies.policybinding")).toMatchObject([
      { identifiers: { target: { "!KeyOf": "application-chat" }, group: { "!KeyOf": "group-admin" } } },
    ]);
  });

  test("who the people are, and that their addresses are theirs", () => {
    expect(of("authentik_core.user").map(({ identifiers, attrs }) => ({ ...identifiers, ...attrs }))).toEqual(
      [
        {
          username: "owner",
          name: "owner",
          email: "owner@example.com",
          groups: [{ "!KeyOf": "group-admin" }, { "!KeyOf": "group-plex-users" }],
        },
      ],
    );
    expect(of("authentik_providers_oauth2.scopemapping")).toHaveLength(1);
  });

  test("nothing that refers to what is not there: every key is of an entry before it", () => {
    const ids = entries.map(({ id }) => id);
    const text = parts.join("");
    const keys = [...text.matchAll(/!KeyOf (\S+?)[,\]\s]/g)].map(([, id]) => id);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
