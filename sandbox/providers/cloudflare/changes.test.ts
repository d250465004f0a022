import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Trial } from "./testing/trial.ts";

let trial: Trial;

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  trial = await Trial.open();
}, 600_000);
afterAll(() => trial.close());

const record = (args: string) =>
  `new cloudflare.DnsRecord("web", { zoneId, name: "web", ttl: 1, ${args} }, options);`;
const tunnel = (args: string) =>
  `new cloudflare.ZeroTrustTunnelCloudflared("home", { accountId, ${args} }, options);`;
const ci = (args: string) => `
  const ci = new cloudflare.ZeroTrustAccessServiceToken("ci", { accountId, name: "ci", ${args} }, options);
  export const secret = pulumi.unsecret(ci.clientSecret);
`;

const rotated = `clientSecretVersion: 2, previousClientSecretExpiresAt: "2027-01-01T00:00:00Z"`;

test("what can be changed is changed in place, and what cannot is made anew", async () => {
  trial.program(
    record(`type: "A", content: "203.0.113.4", comment: "old"`) + tunnel(`name: "home"`) + ci(""),
  );
  const first = await trial.up();
  expect(first.ok).toBe(true);

  // A record of another type, and a tunnel of another source, under the same name: the old ones have to go first.
  const cname = record(`type: "CNAME", content: "example.net"`);
  trial.program(cname + tunnel(`name: "home", configSrc: "cloudflare"`) + ci(rotated));
  const planned = await trial.preview();
  expect(planned.output).toContain("+-2 to replace");
  expect(planned.output).toContain("~ 1 to update");
  const second = await trial.up();
  expect(second.output).toContain("+-2 replaced");
  expect(await trial.records()).toEqual(["web.example.com CNAME example.net"]);
  const secretIn = ({ output }: { output: string }) => /secret\s*: "(\w{64})"/.exec(output)?.[1];
  expect(second.output).toMatch(/~ secret: "\w{64}" => "\w{64}"/);
  expect(secretIn(first)).toBeDefined();

  trial.program(cname + tunnel(`name: "house", configSrc: "cloudflare"`) + ci(rotated));
  expect((await trial.up()).output).toContain("~ 1 updated");
  const tunnels = await trial.lab.client.zeroTrust.tunnels.cloudflared.list({
    account_id: trial.lab.account,
    is_deleted: false,
  });
  expect(tunnels.result.map(({ name }) => name)).toEqual(["house"]);
});

test("what is there already is taken over by its id", async () => {
  const { client, zone, account } = trial.lab;
  const { id } = await client.dns.records.create({
    zone_id: zone,
    name: "old",
    type: "A",
    content: "203.0.113.9",
    ttl: 300,
    comment: "made by hand",
  });
  const group = await client.zeroTrust.access.groups.create({
    account_id: account,
    name: "by hand",
    include: [{ email: { email: "a@example.com" } }],
  });
  const tunnel = await client.zeroTrust.tunnels.cloudflared.create({
    account_id: account,
    name: "old",
    config_src: "cloudflare",
  });
  const tunnelId = tunnel.id ?? "";
  const config = {
    ingress: [
      { hostname: "old.example.com", service: "http://old" },
      { hostname: "", service: "http_status:404" },
    ],
  };
  await client.zeroTrust.tunnels.cloudflared.configurations.update(tunnelId, { account_id: account, config });
  const rules = [{ action: "block", expression: "true" }];
  const phase = "http_request_firewall_custom";
  const ruleset = await client.rulesets.create({
    zone_id: zone,
    kind: "zone",
    name: "waf",
    phase,
    rules,
  } as never);
  const waf = (ruleset as unknown as { id: string }).id;
  await client.r2.buckets.create({ account_id: account, name: "old" });
  trial.program(`
    new cloudflare.ZeroTrustTunnelCloudflared("old", { accountId, name: "old", configSrc: "cloudflare" },
      { provider, import: "${account}/${tunnelId}" });
    new cloudflare.ZeroTrustTunnelCloudflaredConfig("old", { accountId, tunnelId: "${tunnelId}", config: { ingresses: [
      { hostname: "old.example.com", service: "http://old" }, { service: "http_status:404" }] } },
      { provider, import: "${account}/${tunnelId}" });
    new cloudflare.Ruleset("waf", { zoneId, kind: "zone", name: "waf", phase: "${phase}",
      rules: [{ action: "block", expression: "true" }] }, { provider, import: "zones/${zone}/${waf}" });
    new cloudflare.R2Bucket("old", { accountId, name: "old" }, { provider, import: "${account}/old/default" });
    new cloudflare.ZoneSetting("ssl", { zoneId, settingId: "ssl", value: "full" }, { provider, import: "${zone}/ssl" });
    new cloudflare.DnsRecord("old", { zoneId, name: "old.example.com", type: "A", content: "203.0.113.9", ttl: 300,
      comment: "made by hand" }, { provider, import: "${zone}/${id}" });
    new cloudflare.ZeroTrustAccessGroup("hand", { accountId, name: "by hand",
      includes: [{ email: { email: "a@example.com" } }] }, { provider, import: "accounts/${account}/${group.id}" });
  `);
  const taken = await trial.up();
  expect(taken.output).toContain("= 7 imported");
  expect(taken.output).not.toContain("updated");
  expect(taken.ok).toBe(true);
  expect((await trial.preview("--refresh")).output).not.toMatch(/to (create|update|replace)/);
  expect(await trial.records()).toContain("old.example.com A 203.0.113.9");
});
