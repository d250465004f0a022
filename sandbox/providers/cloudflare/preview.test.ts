import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { computed, type Properties } from "../framework/value.ts";
import { Plugin } from "../testing/plugin.ts";

const token = (name: string) => `cloudflare:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const record = token("DnsRecord");
const config = token("ZeroTrustTunnelCloudflaredConfig");
const application = token("ZeroTrustAccessApplication");
const policy = token("ZeroTrustAccessPolicy");
const apiToken = token("ApiToken");
const ruleset = token("Ruleset");
const serviceToken = token("ZeroTrustAccessServiceToken");

let plugin: Plugin;

beforeAll(async () => {
  plugin = await Plugin.start("cloudflare");
  await plugin.configure({ apiToken: computed });
});
afterAll(() => plugin.stop());

const a = { zoneId: "z", name: "a", type: "A", content: "203.0.113.1", ttl: 1 };

test("what is right passes without any API, and is filled with the official provider's defaults", async () => {
  const { inputs, failures } = await plugin.check(record, { ...a, content: computed, zoneId: computed });
  expect(failures).toEqual([]);
  expect(inputs).toMatchObject({ proxied: false, name: "a" });
  expect((await plugin.check(serviceToken, { accountId: "a", name: "ci" })).inputs).toMatchObject({
    duration: "8760h",
    clientSecretVersion: 1,
  });
});

describe("a mistake", () => {
  const mistakes: [string, string, Properties, string][] = [
    [
      "a misspelt property",
      record,
      { ...a, proxid: true },
      'proxid is not a field of DnsRecord; did you mean "proxied"?',
    ],
    [
      "a type that is none",
      record,
      { ...a, type: "CNAM" },
      "type has to be a type of record such as A, CNAME or TXT",
    ],
    [
      "a time that the edge decides",
      record,
      { ...a, proxied: true, ttl: 300 },
      "ttl has to be 1 where proxied is true: the edge decides it",
    ],
    ["no content", record, { zoneId: "z", name: "a", type: "A", ttl: 1 }, "content or data is required"],
    ["content twice", record, { ...a, data: { value: "x" } }, "content and data exclude each other"],
    [
      "an output as an input",
      record,
      { ...a, createdOn: "now" },
      "createdOn is set by the API alone, and cannot be an input of DnsRecord: remove it",
    ],
    [
      "a nested mistake",
      config,
      {
        accountId: "a",
        tunnelId: "t",
        config: { ingresses: [{ hostname: "a", originRequest: { noTLSVerify: true }, service: "http://a" }] },
      },
      'config.ingresses[0].originRequest.noTLSVerify is not a field of originRequest; did you mean "noTlsVerify"?',
    ],
    [
      "no level",
      application,
      { name: "a", domain: "a.example.com", type: "self_hosted" },
      "accountId or zoneId is required",
    ],
    [
      "no host",
      application,
      { accountId: "a", name: "a", type: "self_hosted" },
      "domain or destinations is required for the type self_hosted",
    ],
    [
      "an unknown selector",
      policy,
      { accountId: "a", name: "a", decision: "allow", includes: [{ emails: {} }] },
      'includes[0].emails is not a field of rule; did you mean "email"?',
    ],
    [
      "resources that are no JSON",
      apiToken,
      { name: "a", policies: [{ effect: "allow", permissionGroups: [{ id: "p" }], resources: "*" }] },
      'policies[0].resources has to be the JSON text of an object such as {"com.cloudflare.api.account.zone.<id>": "*"}',
    ],
    [
      "a secret that ends nobody knows when",
      serviceToken,
      { accountId: "a", name: "ci", clientSecretVersion: 2 },
      "previousClientSecretExpiresAt is required where clientSecretVersion asks for another secret",
    ],
    [
      "two levels",
      ruleset,
      { accountId: "a", zoneId: "z", kind: "zone", name: "n", phase: "p" },
      "accountId and zoneId exclude each other",
    ],
  ];
  test.each(mistakes)("%s is told with its place", async (_, type, inputs, message) => {
    expect((await plugin.check(type, inputs)).failures).toEqual([message]);
  });

  test("in the configuration is told, without the secret", async () => {
    const other = await Plugin.start("cloudflare");
    expect(await other.configure({ apiToken: "hunter2", baseURL: "x" })).toEqual([
      'baseURL is not a field of the configuration of the cloudflare provider; did you mean "baseUrl"?',
      "apiToken has to be 40 to 80 letters, digits, hyphens or underscores",
    ]);
    await other.stop();
  });

  test("in the type is met with the nearest one", async () => {
    await expect(plugin.check(token("DnsRecrd"), {})).rejects.toThrow(`did you mean "${record}"?`);
  });
});

describe("a change", () => {
  const changeOf = async (type: string, before: Properties, after: Properties) => {
    const [old, now] = [await plugin.check(type, before), await plugin.check(type, after)];
    return plugin.diff(type, old.inputs, now.inputs);
  };

  test("of a record's content is made in place", async () => {
    expect(await changeOf(record, a, { ...a, content: "203.0.113.2" })).toMatchObject({
      changed: ["content"],
      replaces: [],
    });
  });

  test("of a record's type makes another one, the old one first where the name stays", async () => {
    const cname = { ...a, type: "CNAME", content: "example.net" };
    expect(await changeOf(record, a, cname)).toMatchObject({ replaces: ["type"], deletesFirst: true });
    expect(await changeOf(record, a, { ...cname, name: "b" })).toMatchObject({
      replaces: ["type"],
      deletesFirst: false,
    });
  });

  test("of the order of those who may enter is none", async () => {
    const [one, two] = [{ email: { email: "a@example.com" } }, { everyone: {} }];
    const allow = (includes: Properties[]) => ({ accountId: "a", name: "a", decision: "allow", includes });
    expect((await changeOf(policy, allow([one, two]), allow([two, one]))).changed).toEqual([]);
  });
});
