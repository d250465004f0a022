import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { Trial } from "./testing/trial.ts";

let trial: Trial;

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  trial = await Trial.open();
}, 600_000);
afterEach(() => trial.lab.running.faults());
afterAll(() => trial.close());

const things = `
  for (const number of [1, 2, 3])
    new cloudflare.DnsRecord("web" + number, { zoneId, name: ["web", "web.web", "app"][number - 1], type: "A", ttl: 1, content: "203.0.113.1" }, options);
  const tunnel = new cloudflare.ZeroTrustTunnelCloudflared("home", { accountId, name: "home" }, options);
  const ci = new cloudflare.ZeroTrustAccessServiceToken("ci", { accountId, name: "ci" }, options);
  export const token = ci.clientId;
`;

test("an update gets through an API that is busy, ill, slow and loses answers, and makes each thing once", async () => {
  trial.lab.running.faults(
    { method: "POST", path: "dns_records$", times: 1, harm: { kind: "status", status: 429, retryAfter: 1 } },
    { method: "POST", path: "dns_records$", times: 1, harm: { kind: "status", status: 500 } },
    { method: "POST", path: "dns_records$", times: 1, harm: { kind: "cut", when: "before" } },
    { method: "POST", path: "dns_records$", times: 1, harm: { kind: "cut", when: "after" } },
    { method: "POST", path: "cfd_tunnel$", times: 1, harm: { kind: "cut", when: "after" } },
    { method: "POST", path: "service_tokens$", times: 1, harm: { kind: "cut", when: "after" } },
    { method: "GET", path: "service_tokens$", times: 1, harm: { kind: "slow", ms: 200 } },
  );
  trial.program(things);
  const { ok, output } = await trial.up();
  expect(output).toContain("+ 7 created");
  expect(ok).toBe(true);
  const names = ["app", "web", "web.web"].map((name) => `${name}.example.com A 203.0.113.1`);
  expect((await trial.records()).toSorted()).toEqual(names);
  const { client, account } = trial.lab;
  const tunnels = await client.zeroTrust.tunnels.cloudflared.list({ account_id: account });
  expect(tunnels.result).toHaveLength(1);
  // The secret of the first one is lost with its answer: only the second is of use, and only it is left.
  const { result } = await client.zeroTrust.access.serviceTokens.list({ account_id: account });
  expect(result.map(({ client_id }) => client_id)).toEqual([/token: "([^"]+)"/.exec(output)?.[1]]);
  trial.lab.running.faults();
  expect((await trial.preview("--refresh")).output).toContain("7 unchanged");
});

test("an update that does not get through says so once, and the next one goes on from there", async () => {
  const record = (name: string) =>
    `new cloudflare.DnsRecord("${name}", { zoneId, name: "${name}", type: "A", ttl: 1, content: "203.0.113.77" }, options);`;
  trial.program(things + record("late"));
  trial.lab.running.faults({ method: "POST", path: "dns_records$", harm: { kind: "status", status: 503 } });
  const failed = await trial.up();
  expect(failed.ok).toBe(false);
  expect(failed.output).toMatch(/Cloudflare refuses POST \/zones\/\w+\/dns_records \(503\): .* \(10503\)/);
  expect(failed.output).not.toContain("fault of the stand-in");
  trial.lab.running.faults();
  const resumed = await trial.up();
  expect(resumed.output).toContain("+ 1 created");
  expect(resumed.ok).toBe(true);
  expect(await trial.records()).toHaveLength(4);
});

test("what is deleted already is no reason to fail", async () => {
  const { client, zone } = trial.lab;
  const [first] = (await client.dns.records.list({ zone_id: zone })).result;
  await client.dns.records.delete(first?.id ?? "", { zone_id: zone });
  trial.lab.running.faults({
    method: "DELETE",
    path: "dns_records",
    times: 1,
    harm: { kind: "cut", when: "after" },
  });
  expect((await trial.stack.pulumi("destroy", "--yes", "--skip-preview")).ok).toBe(true);
  expect(await trial.records()).toEqual([]);
});
