import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Properties } from "../framework/value.ts";
import { Plugin } from "../testing/plugin.ts";

/** The plugin alone, with no API behind it: nobody listens on that port. */
let plugin: Plugin;

const nowhere = { apiKey: "tskey-api-secret", baseUrl: "http://127.0.0.1:9" };

beforeAll(async () => {
  plugin = await Plugin.start("tailscale");
  await plugin.configure(nowhere);
});
afterAll(() => plugin.stop());

const policy = `{
  // Everybody.
  "grants": [{ "src": ["*"], "dst": ["*"], "ip": ["*"] }],
}`;

async function failuresOf(kind: string, inputs: Properties): Promise<string[]> {
  return (await plugin.check(kind, inputs)).failures;
}

const acl = "tailscale:index/acl:Acl";
const key = "tailscale:index/tailnetKey:TailnetKey";
const contacts = "tailscale:index/contacts:Contacts";
const dns = "tailscale:index/dnsConfiguration:DnsConfiguration";

test("a policy is previewed without an API, and at once", async () => {
  const before = performance.now();
  expect((await plugin.preview(acl, { acl: policy })).values).toEqual({ acl: policy });
  expect(performance.now() - before).toBeLessThan(2500);
});

test("what the API will tell is unknown until then, and what is secret stays so", async () => {
  const { values, secrets } = await plugin.preview(key, { reusable: true });
  expect(typeof values.key).toBe("symbol");
  expect(typeof values.expiresAt).toBe("symbol");
  expect(secrets).toContainEqual(["key"]);
});

describe("a mistake is refused before anything is sent", () => {
  test.each<[what: string, kind: string, inputs: Properties, reason: string]>([
    [
      "a policy that is no HuJSON",
      acl,
      { acl: '{\n  "acls": [}' },
      "acl is no HuJSON: line 2: } was not expected here",
    ],
    [
      "a misspelt property",
      acl,
      { acl: policy, resetAclOnDelete: true },
      'did you mean "resetAclOnDestroy"?',
    ],
    ["an output that is set", key, { key: "tskey-auth-mine" }, "key is set by the API alone"],
    ["a word that there is not", key, { recreateIfInvalid: "maybe" }, "recreateIfInvalid has to be one of"],
    [
      "a long description",
      key,
      { description: "x".repeat(51) },
      "description has to be at most 50 characters long",
    ],
    [
      "nobody to write to",
      contacts,
      { accounts: [{ email: "a@b.c" }], supports: [] },
      "securities has to be a list of exactly one",
    ],
    [
      "a domain that nobody resolves",
      dns,
      { splitDns: [{ domain: "a.b" }] },
      "splitDns[0].nameservers is empty",
    ],
    [
      "a nameserver without an address",
      dns,
      { nameservers: [{}] },
      "nameservers[0].address is required in nameserver",
    ],
  ])("%s", async (_, kind, inputs, reason) => {
    const failures = await failuresOf(kind, inputs);
    expect(failures.join("\n")).toContain(reason);
    expect(failures.join("\n")).not.toContain("tskey-auth-mine");
  });

  test("a type that is not there", async () => {
    await expect(failuresOf("tailscale:index/dnsNameserver:DnsNameserver", {})).rejects.toThrow(
      'did you mean "tailscale:index/dnsNameservers:DnsNameservers"?',
    );
  });
});

test("a change is one where it means something, and makes anew what cannot be changed", async () => {
  const compact = policy
    .replaceAll(/\n\s*/g, " ")
    .replace("// Everybody.", "\n// Everybody.\n")
    .replace(", }", "}");
  expect((await plugin.diff(acl, { acl: policy }, { acl: compact })).changed).toEqual([]);
  expect((await plugin.diff(acl, { acl: policy }, { acl: policy.replace("body", "one") })).changed).toEqual([
    "acl",
  ]);
  expect(
    (await plugin.diff(key, { tags: ["tag:a", "tag:b"] }, { tags: ["tag:b", "tag:a"] })).changed,
  ).toEqual([]);
  expect((await plugin.diff(key, { expiry: 60 }, { expiry: 90 })).replaces).toEqual(["expiry"]);
  // The API had filled it in.
  expect((await plugin.diff(key, { expiry: 60 }, {})).changed).toEqual([]);
  const invalid = { reusable: true, invalid: true };
  expect((await plugin.diff(key, invalid, { reusable: true })).replaces).toContain("invalid");
  const kept = { reusable: true, recreateIfInvalid: "never" };
  expect((await plugin.diff(key, { ...kept, invalid: true }, { ...kept })).replaces).not.toContain("key");
});

describe("a configuration is refused", () => {
  test.each<[what: string, config: Properties, reason: string]>([
    ["without credentials", {}, "the credentials are missing: set apiKey (or TAILSCALE_API_KEY)"],
    ["with two sorts of them", { apiKey: "a", oauthClientId: "b" }, "apiKey conflicts with oauthClientId"],
    ["with half a client", { oauthClientId: "b" }, "oauthClientSecret is missing"],
    ["that is for the official plugin", { audience: "lab" }, "audience needs the official plugin"],
    [
      "that is misspelt",
      { apikey: "a" },
      'apikey is not a field of the configuration of the tailscale provider; did you mean "apiKey"?',
    ],
  ])("%s", async (_, config, reason) => {
    const other = await Plugin.start("tailscale");
    expect((await other.configure(config)).join("\n")).toContain(reason);
    await other.stop();
  });
});
