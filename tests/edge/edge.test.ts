import Cloudflare from "cloudflare";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type CloudflareSeed, cloudflare } from "../../sandbox/emulators/cloudflare/index.ts";
import { Running } from "../../sandbox/emulators/testing/running.ts";
import { ComponentTrial } from "../component-trial.ts";

// An update is a few seconds of work, and many on a machine that has more to do.
vi.setConfig({ testTimeout: 120_000 });

const TOKEN = "sandbox-token-that-may-do-everything-0001";
const ACCOUNT = "0123456789abcdef0123456789abcdef";

/** A lab with two tunnels: people, everybody and a program enter, and a service edits names. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Edge } from "@lab/components/edge/index.ts";
import { Vault } from "@lab/components/vault/index.ts";
import { secretValue, zoneToken } from "@lab/components/service/index.ts";
import { connector, labWith, service } from "@lab/components/testing/index.ts";

const lab = labWith(
  service({ name: "photos", place: { cluster: "brain" }, expose: { public: { access: "plex-users", programs: ["phones"] } } }),
  service({ name: "editor", expose: { public: { access: "admin" } } }),
  service({ name: "blog", expose: { public: { access: "public" } } }),
  service({ name: "ddns", secrets: { dns: zoneToken("example.com") }, env: { TOKEN: secretValue("dns") } }),
  service({ name: "draft", lifecycle: "experimental", expose: { public: { access: "public" } } }),
  connector("core"),
  connector("brain"),
);
const unknown = pulumi.output(pulumi.unknown) as pulumi.Output<string>;
const url = process.env.EDGE_URL;
const access = url ? { token: pulumi.secret("${TOKEN}"), account: pulumi.secret("${ACCOUNT}"), url } : { token: unknown, account: unknown };
const vault = new Vault({ lab, rootSecret: "a root secret of a lab that is only a test", tokens: {} });

export const { passes } = new Edge("edge", { lab, vault, lifecycles: ["production"], access });
export const tunnelToken = vault.read({ secret: "tunnel", of: "connector-core" });
export const dnsToken = vault.read({ secret: "dns", of: "ddns" });
`;

let trial: ComponentTrial;
let running: Running<CloudflareSeed>;
let client: Cloudflare;
const account_id = ACCOUNT;

beforeAll(async () => {
  running = await Running.start(cloudflare, {
    account: { id: ACCOUNT, name: "Home", team: "dove" },
    zones: [{ name: "example.com" }, { name: "example.org" }],
    tokens: [{ name: "deploy", value: TOKEN }],
  });
  client = new Cloudflare({ apiToken: TOKEN, baseURL: `${running.url}/client/v4`, maxRetries: 1 });
  trial = await ComponentTrial.open(program);
}, 600_000);
afterAll(async () => {
  trial?.remove();
  await running?.stop();
});

const pulumi = (...args: string[]) => trial.pulumi(...args, "--color", "never");
const up = (...args: string[]) => pulumi("up", "--yes", "--skip-preview", ...args);

async function zoneNamed(name: string): Promise<string> {
  for await (const zone of client.zones.list({ name })) return zone.id;
  throw new Error(`no zone ${name}`);
}

async function recordsOf(zone: string) {
  const { result } = await client.dns.records.list({ zone_id: await zoneNamed(zone) });
  return result;
}

describe("the edge", () => {
  test("is previewed whole before there is a way to Cloudflare", async () => {
    const { code, output } = await pulumi("preview");
    expect(output).toContain("to create");
    expect(code).toBe(0);
  });

  test("is made, and every secret that comes of it is one from birth", async () => {
    trial.environment.EDGE_URL = `${running.url}/client/v4`;
    expect((await pulumi("preview")).code).toBe(0);
    expect(await listed(client.zeroTrust.tunnels.cloudflared.list({ account_id }))).toEqual([]);
    const { code, output } = await up();
    expect(output).toContain("created");
    expect(code).toBe(0);
    expect(output).toMatch(/tunnelToken: \[secret\]/);
    expect(output).toMatch(/dnsToken +: \[secret\]/);
    const { output: state } = await pulumi("stack", "export");
    const token = (await tunnelNamed("test-core")).token;
    expect(state).not.toContain(token);
  });

  test("leads each name to its service, through one tunnel that answers 404 to whatever else", async () => {
    const core = await tunnelNamed("test-core");
    const brain = await tunnelNamed("test-brain");
    const apps = Object.fromEntries((await applications()).map((each) => [each.domain, each]));
    const guard = (host: string) => ({
      originRequest: { access: { required: true, teamName: "dove", audTag: [apps[host]?.aud] } },
    });
    expect(core.ingress).toEqual([
      { hostname: "blog.example.com", service: "http://blog.apps.svc:8080" },
      {
        hostname: "editor.example.com",
        service: "http://editor.apps.svc:8080",
        ...guard("editor.example.com"),
      },
      { service: "http_status:404" },
    ]);
    expect(brain.ingress).toEqual([
      {
        hostname: "photos.example.org",
        service: "http://photos.apps.svc:8080",
        ...guard("photos.example.org"),
      },
      { service: "http_status:404" },
    ]);
    const names = [...(await recordsOf("example.com")), ...(await recordsOf("example.org"))];
    expect(names.map(({ name, content, proxied }) => [name, content, proxied]).toSorted()).toEqual([
      ["blog.example.com", `${core.id}.cfargotunnel.com`, true],
      ["editor.example.com", `${core.id}.cfargotunnel.com`, true],
      ["photos.example.org", `${brain.id}.cfargotunnel.com`, true],
    ]);
  });

  test("lets in whom the inventory names, and nobody past the gate", async () => {
    const groups = await listed(client.zeroTrust.access.groups.list({ account_id }));
    expect(groups.map(({ name, include }) => [name, include]).toSorted()).toEqual([
      ["admin", [{ email: { email: "owner@example.com" } }]],
      ["plex-users", [{ email: { email: "owner@example.com" } }]],
    ]);
    const policies = await listed(client.zeroTrust.access.policies.list({ account_id }));
    expect(policies.map(({ name, decision }) => [name, decision]).toSorted()).toEqual([
      ["admin", "allow"],
      ["photos-programs", "non_identity"],
      ["plex-users", "allow"],
    ]);
    expect(
      (await applications()).map(({ domain, policies }) => [domain, policies?.map(nameOf)]).toSorted(),
    ).toEqual([
      ["editor.example.com", ["admin"]],
      ["photos.example.org", ["plex-users", "photos-programs"]],
    ]);
  });

  test("keeps its zones as they should be, and gives a token that can do no more than edit names", async () => {
    const zone_id = await zoneNamed("example.com");
    const setting = async (name: string) => {
      const found = await client.zones.settings.get(name, { zone_id });
      return "value" in found ? found.value : undefined;
    };
    expect(await Promise.all(["ssl", "min_tls_version", "always_use_https"].map(setting))).toEqual([
      "strict",
      "1.2",
      "on",
    ]);
    const { output } = await pulumi("stack", "output", "dnsToken", "--show-secrets");
    const ddns = new Cloudflare({
      apiToken: output.trim(),
      baseURL: `${running.url}/client/v4`,
      maxRetries: 0,
    });
    const made = await ddns.dns.records.create({
      zone_id,
      type: "A",
      name: "home",
      content: "203.0.113.1",
      ttl: 300,
    });
    await ddns.dns.records.delete(made.id, { zone_id });
    expect((await listed(ddns.zones.list())).map(({ name }) => name)).toEqual(["example.com"]);
    const elsewhere = { zone_id: await zoneNamed("example.org") };
    const attempts = await Promise.allSettled([
      ddns.dns.records.list(elsewhere),
      ddns.zones.settings.edit("ssl", { zone_id, value: "off" } as never),
      ddns.zeroTrust.access.groups.list({ account_id }),
      ddns.accounts.tokens.list({ account_id }),
    ]);
    expect(attempts.map((each) => each.status === "rejected" && each.reason.status)).toEqual([
      403, 403, 403, 403,
    ]);
  });

  test("stays as it is: a second update and a refresh change nothing", async () => {
    for (const { code, output } of [await up(), await pulumi("refresh", "--yes", "--skip-preview")]) {
      expect(output).toContain("unchanged");
      expect(output).not.toMatch(/\d (created|updated|replaced|deleted)/);
      expect(code).toBe(0);
    }
  });

  test("is mended where somebody opened it behind its back", async () => {
    const zone_id = await zoneNamed("example.com");
    const [editor] = (await applications()).filter(({ domain }) => domain === "editor.example.com");
    const record = (await recordsOf("example.com")).find(({ name }) => name === "blog.example.com");
    await client.dns.records.delete(record?.id ?? "", { zone_id });
    await client.zeroTrust.access.applications.delete(editor?.id ?? "", { account_id });
    expect((await up("--refresh")).code).toBe(0);
    const [again] = (await applications()).filter(({ domain }) => domain === "editor.example.com");
    const { ingress } = await tunnelNamed("test-core");
    expect(again?.aud).not.toBe(editor?.aud);
    expect(JSON.stringify(ingress)).toContain(again?.aud);
    expect((await recordsOf("example.com")).map(({ name }) => name)).toContain("blog.example.com");
    expect((await pulumi("preview", "--refresh")).output).not.toMatch(/to (create|update|replace|delete)/);
  });

  test("goes, and leaves the zones", async () => {
    expect((await pulumi("destroy", "--yes", "--skip-preview")).code).toBe(0);
    expect([...(await recordsOf("example.com")), ...(await recordsOf("example.org"))]).toEqual([]);
    const { access, tunnels } = client.zeroTrust;
    expect(await applications()).toEqual([]);
    expect(await listed(access.policies.list({ account_id }))).toEqual([]);
    expect(await listed(access.groups.list({ account_id }))).toEqual([]);
    expect(await listed(access.serviceTokens.list({ account_id }))).toEqual([]);
    expect(await listed(tunnels.cloudflared.list({ account_id, is_deleted: false }))).toEqual([]);
    expect(await listed(client.accounts.tokens.list({ account_id }))).toEqual([]);
    expect((await listed(client.zones.list())).map(({ name }) => name)).toEqual([
      "example.com",
      "example.org",
    ]);
  });
});

interface Rule {
  hostname?: string;
  service: string;
  originRequest?: object;
}

async function tunnelNamed(name: string): Promise<{ id: string; token: string; ingress: Rule[] }> {
  const { cloudflared } = client.zeroTrust.tunnels;
  const [found] = await listed(cloudflared.list({ account_id, name, is_deleted: false }));
  const id = found?.id ?? "";
  const { config } = await cloudflared.configurations.get(id, { account_id });
  return { id, token: await cloudflared.token.get(id, { account_id }), ingress: config?.ingress as Rule[] };
}

async function applications() {
  const all = await listed(client.zeroTrust.access.applications.list({ account_id }));
  return all as { id: string; domain: string; aud: string; policies?: { name?: string }[] }[];
}

function nameOf({ name }: { name?: string }) {
  return name;
}

async function listed<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const each of pages) all.push(each);
  return all;
}
