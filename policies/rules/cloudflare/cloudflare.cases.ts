import { type Cases, cloudflare, each, one } from "../../testing/index.ts";

const HOST = "photos.example.org";
const CLOSED = { service: "http_status:404" };
const access = { required: true, teamName: "house", audTags: ["aud"] };
const tunnel = (ingress: object, name = "web") =>
  cloudflare(
    "ZeroTrustTunnelCloudflaredConfig",
    { tunnelId: "tunnel", config: { ingresses: [{ service: "http://web", ...ingress }, CLOSED] } },
    name,
  );
const rules = (...ingresses: object[]) =>
  cloudflare("ZeroTrustTunnelCloudflaredConfig", { tunnelId: "tunnel", config: { ingresses } });
const application = cloudflare("ZeroTrustAccessApplication", { domain: HOST });
const record = (props: object) =>
  cloudflare("DnsRecord", {
    name: HOST,
    type: "CNAME",
    content: "tunnel.cfargotunnel.com",
    proxied: true,
    comment: "web on core",
    ...props,
  });
const policy = (decision: string, ...includes: object[]) =>
  cloudflare("ZeroTrustAccessPolicy", { decision, includes });
const group = (...includes: object[]) => cloudflare("ZeroTrustAccessGroup", { includes });
const setting = (settingId: string, value: string) => cloudflare("ZoneSetting", { settingId, value });
const token = (props: object) => cloudflare("AccountToken", props);
const DNS_WRITE = [{ permissionGroups: [{ id: "4755a26eedb94da69e1066d98aa820be" }] }];
const ANYTHING = [{ permissionGroups: [{ id: "anything" }] }];

export const cloudflareCases: Cases = {
  "access-decision": {
    keeps: [
      [tunnel({ hostname: HOST }), application],
      [
        tunnel({ hostname: HOST }),
        cloudflare("ZeroTrustAccessApplication", { destinations: [{ uri: HOST }] }),
      ],
      [tunnel({ hostname: HOST }), record({ comment: "web on core, open to everybody" })],
    ],
    breaks: [
      [`shows ${HOST}, for which nothing says who may enter`, tunnel({ hostname: HOST }), record({})],
      [`shows new.example.org`, tunnel({ hostname: "new.example.org" }), application],
    ],
  },
  "origin-access": {
    keeps: [
      [tunnel({ hostname: HOST, originRequest: { access } }), application],
      [tunnel({ hostname: HOST })],
    ],
    breaks: [
      [`hands on what asks for ${HOST} without a look at its mark`, tunnel({ hostname: HOST }), application],
      [
        "without a look",
        tunnel({ hostname: HOST, originRequest: { access: { ...access, audTags: [] } } }),
        application,
      ],
      [
        "without a look",
        tunnel({ hostname: HOST, originRequest: { access: { ...access, required: false } } }),
        application,
      ],
    ],
  },
  "tunnel-catch-all": each(
    [rules(CLOSED), tunnel({ hostname: HOST })],
    [
      ["does not end with a rule that refuses everything else", rules()],
      ["does not end", rules({ hostname: HOST, service: "http://web" })],
      ["does not end", rules({ service: "http://web" })],
    ],
  ),
  "one-tunnel-config": {
    keeps: [[tunnel({}), cloudflare("ZeroTrustTunnelCloudflaredConfig", { tunnelId: "other" }, "other")]],
    breaks: [["second writes the rules of a tunnel that web writes too", tunnel({}), tunnel({}, "second")]],
  },
  bypass: one(
    policy("bypass", { group: { id: "g" } }),
    policy("bypass", { everyone: {} }),
    "lets everybody past Access",
  ),
  identity: each(
    [
      policy("allow", { group: { id: "g" } }),
      policy("non_identity", { serviceToken: { tokenId: "t" } }),
      policy("deny", { everyone: {} }),
      group({ email: { email: "me@example.org" } }),
    ],
    [
      [
        "lets in by geo, which says nothing of who it is",
        policy("allow", { email: { email: "me@example.org" } }, { geo: { countryCode: "DE" } }),
      ],
      ["lets in by everyone", group({ everyone: {} })],
      ["lets in by ip", policy("non_identity", { ip: { ip: "192.0.2.1" } })],
      ["includes nobody", policy("allow")],
    ],
  ),
  "private-address": each(
    [record({}), record({ type: "A", content: "192.0.2.10" })],
    [
      ["leads to 192.168.1.9, an address of the house", record({ type: "A", content: "192.168.1.9" })],
      ["leads to fd00::9", record({ type: "AAAA", content: "fd00::9" })],
    ],
  ),
  "wildcard-name": one(record({}), record({ name: "*.example.org" }), "shows *.example.org"),
  proxied: each(
    [record({}), record({ type: "TXT", proxied: false })],
    [["tells the address behind it", record({ proxied: false })]],
  ),
  "zone-tls": each(
    [
      setting("ssl", "strict"),
      setting("min_tls_version", "1.3"),
      setting("always_use_https", "on"),
      setting("brotli", "off"),
    ],
    [
      ["sets ssl to flexible", setting("ssl", "flexible")],
      ["sets min_tls_version to 1.0", setting("min_tls_version", "1.0")],
      ["sets always_use_https to off", setting("always_use_https", "off")],
    ],
  ),
  "token-reach": each(
    [
      token({ policies: DNS_WRITE }),
      token({ policies: ANYTHING, condition: { requestIp: { ins: ["192.0.2.0/24"] } } }),
    ],
    [["does more than edit names, from anywhere", token({ policies: ANYTHING })]],
  ),
};
