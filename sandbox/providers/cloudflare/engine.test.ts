import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Lab, token } from "../../emulators/cloudflare/testing/lab.ts";
import { Stack } from "../testing/stack.ts";

/** The real engine, a real program, the stand-in, and an API that keeps what it is told. */
let stack: Stack;
let lab: Lab;

// An update is a second of work, and many on a machine that has more to do.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  [stack, lab] = await Promise.all([Stack.open(), Lab.open()]);
}, 600_000);
afterAll(async () => {
  stack.close();
  await lab.close();
});

const provider = () => `
  const provider = new cloudflare.Provider("cf", { apiToken: pulumi.secret("${token}"), baseUrl: "${lab.url}" });
  const options = { provider };
  const [accountId, zoneId] = ["${lab.account}", "${lab.zone}"];
`;

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
  export const token = cloudflare.getZeroTrustTunnelCloudflaredTokenOutput({ accountId, tunnelId: tunnel.id }, options).token;
  export const secret = ci.clientSecret;
  export const value = api.value;
  export const zone = cloudflare.getZoneOutput({ filter: { name: "example.com" } }, options).zoneId;
`;

const up = () => stack.pulumi("up", "--yes", "--skip-preview");
const preview = (...args: string[]) => stack.pulumi("preview", "--diff", ...args);

describe("the edge of a homelab", () => {
  test("is previewed before any of it is there, and made", async () => {
    stack.program(provider() + edge);
    const { ok, output } = await preview();
    expect(output).toContain("+ 13 to create");
    expect(ok).toBe(true);
    const made = await up();
    expect(made.output).toContain("+ 13 created");
    expect(made.ok).toBe(true);
    expect(made.output).toContain(`zone  : "${lab.zone}"`);
  });
});
