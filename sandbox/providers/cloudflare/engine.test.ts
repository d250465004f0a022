import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Trial } from "./testing/trial.ts";

let trial: Trial;

// An update is a second of work, and many on a machine that has more to do.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  trial = await Trial.open();
}, 600_000);
afterAll(() => trial.close());

/** All that the edge of a homelab is made of. */
const edge = `
  const tunnel = new cloudflare.ZeroTrustTunnelCloudflared("home", { accountId, name: "home", configSrc: "cloudflare" }, options);
  new cloudflare.ZeroTrustTunnelCloudflaredConfig("home", { accountId, tunnelId: tunnel.id, config: { ingresses: [
    { hostname: "media.example.com", service: "http://jellyfin.media:8096", originRequest: { noTlsVerify: true } },
    { service: "http_status:404" },
  ] } }, options);
  const content = pulumi.interpolate\`\${tunnel.id}.cfargotunnel.com\`;
  new cloudflare.DnsRecord("media", { zoneId, name: "media", type: "CNAME", content, ttl: 1, proxied: true, comment: "media" }, options);
  new cloudflare.DnsRecord("sip", { zoneId, name: "_sip._tcp.example.com", type: "SRV", ttl: 300, priority: 1,
    data: { priority: 1, weight: 2, port: 5060, target: "sip.example.com" } }, options);
  const ci = new cloudflare.ZeroTrustAccessServiceToken("ci", { accountId, name: "ci" }, options);
  const family = new cloudflare.ZeroTrustAccessGroup("family", { accountId, name: "family",
    includes: [{ email: { email: "a@example.com" } }, { emailDomain: { domain: "example.org" } }] }, options);
  const policy = new cloudflare.ZeroTrustAccessPolicy("family", { accountId, name: "family", decision: "allow",
    includes: [{ group: { id: family.id } }, { serviceToken: { tokenId: ci.id } }] }, options);
  new cloudflare.ZeroTrustAccessApplication("media", { accountId, name: "media", type: "self_hosted",
    domain: "media.example.com", sessionDuration: "720h", policies: [{ id: policy.id, precedence: 1 }] }, options);
  const api = new cloudflare.ApiToken("dns", { name: "dns", policies: [{ effect: "allow",
    permissionGroups: [{ id: "4755a26eedb94da69e1066d98aa820be" }],
    resources: JSON.stringify({ ["com.cloudflare.api.account.zone." + zoneId]: "*" }) }] }, options);
  new cloudflare.Ruleset("waf", { zoneId, name: "waf", kind: "zone", phase: "http_request_firewall_custom", rules: [
    { action: "block", expression: '(ip.geoip.country ne "DE" and http.host eq "media.example.com")', description: "home only" },
  ] }, options);
  new cloudflare.ZoneSetting("https", { zoneId, settingId: "always_use_https", value: "on" }, options);
  new cloudflare.R2Bucket("backup", { accountId, name: "backup", location: "weur" }, options);
  export const tunnelToken = cloudflare.getZeroTrustTunnelCloudflaredTokenOutput({ accountId, tunnelId: tunnel.id }, options).token;
  export const secret = ci.clientSecret;
  export const value = api.value;
  export const zone = cloudflare.getZoneOutput({ filter: { name: "example.com" } }, options).zoneId;
`;

describe("the edge of a homelab", () => {
  test("is previewed before any of it is there, and made", async () => {
    trial.program(edge);
    const { ok, output } = await trial.preview();
    expect(output).toContain("+ 14 to create");
    expect(ok).toBe(true);
    const made = await trial.up();
    expect(made.output).toContain("+ 14 created");
    expect(made.output).toContain(`zone       : "${trial.lab.zone}"`);
    expect(made.output.match(/: \[secret\]/g)).toHaveLength(3);
    expect(made.ok).toBe(true);
  });

  test("stays as it is: a second update and a refresh change nothing", async () => {
    const again = await trial.up();
    const refreshed = await trial.stack.pulumi("refresh", "--yes", "--skip-preview");
    for (const { output, ok } of [again, refreshed]) {
      expect(output).toContain("14 unchanged");
      expect(output).not.toMatch(/\d (created|updated|replaced|deleted)/);
      expect(ok).toBe(true);
    }
  });

  test("is mended where somebody changed it behind its back", async () => {
    const { client, zone } = trial.lab;
    const { result } = await client.dns.records.list({ zone_id: zone });
    const idOf = (name: string) => result.find((each) => each.name === name)?.id ?? "";
    await client.dns.records.edit(idOf("media.example.com"), { zone_id: zone, comment: "mine" } as never);
    await client.dns.records.delete(idOf("_sip._tcp.example.com"), { zone_id: zone });
    await client.zones.settings.edit("always_use_https", { zone_id: zone, value: "off" } as never);

    const seen = await trial.preview("--refresh");
    expect(seen.output).toContain("+ 1 to create");
    expect(seen.output).toContain("~ 2 to update");
    expect(seen.output).toContain('"mine"');

    expect((await trial.up("--refresh")).ok).toBe(true);
    const after = await client.dns.records.list({ zone_id: zone });
    expect(after.result.map(({ name, comment }) => [name, comment])).toEqual([
      ["_sip._tcp.example.com", null],
      ["media.example.com", "media"],
    ]);
    expect((await trial.preview("--refresh")).output).toContain("14 unchanged");
  });

  test("leaves nothing behind", async () => {
    expect((await trial.stack.pulumi("destroy", "--yes", "--skip-preview")).ok).toBe(true);
    const { client, account, zone } = trial.lab;
    const account_id = account;
    expect(await trial.records()).toEqual([]);
    const lists = [
      client.zeroTrust.tunnels.cloudflared.list({ account_id, is_deleted: false }),
      client.zeroTrust.access.applications.list({ account_id }),
      client.zeroTrust.access.policies.list({ account_id }),
      client.zeroTrust.access.groups.list({ account_id }),
      client.zeroTrust.access.serviceTokens.list({ account_id }),
      client.rulesets.list({ zone_id: zone }),
    ];
    expect(await client.r2.buckets.list({ account_id })).toMatchObject({ buckets: [] });
    for (const list of lists) expect((await list).result).toEqual([]);
    expect((await client.user.tokens.list()).result.map(({ name }) => name)).toEqual(["deploy"]);
  });
});
