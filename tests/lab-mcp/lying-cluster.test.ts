import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Authority } from "../../sandbox/control-plane/index.ts";
import {
  actionsOf,
  approving,
  client,
  closed,
  decide,
  folder,
  idIn,
  lab,
  labMcp,
} from "../../workloads/lab-mcp/testing.ts";

/** A server with a certificate of this authority, and the account of a pod that believes in it. */
async function clusterThat(answers: RequestListener): Promise<{ url: string; account: string }> {
  const [certificates, account] = [folder(), folder()];
  const authority = await Authority.open(certificates);
  const { cert, key } = await authority.issue("server", {
    name: "server",
    hosts: { dns: [], ips: ["127.0.0.1"] },
  });
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, answers);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  copyFileSync(authority.ca, join(account, "ca.crt"));
  writeFileSync(join(account, "token"), "a-token-of-the-pod");
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, account };
}

/** What comes of a restart that a person has approved. */
async function endOf({ url: cluster, account }: { url: string; account: string }): Promise<string> {
  const where = { LAB_MCP_KUBERNETES_URL: cluster, LAB_MCP_ACCOUNT_DIR: account };
  const url = await labMcp({ ...approving, ...where }, lab, { every: 20, patience: 500 });
  const { call } = await client(url);
  const { text } = await call("propose_restart", { service: "jellyfin", reason: "seen from a test of it" });
  await decide(url, idIn(text), "approve");
  const ended = async () => (await actionsOf(url))[0]?.ended?.note ?? "";
  await expect.poll(ended).not.toBe("");
  return ended();
}

test.each<[string, RequestListener, RegExp]>([
  ["a page", (_, answer) => answer.end("<html>"), /^The cluster answers at https:.*, but not in JSON/],
  ["another form", (_, answer) => answer.end('{"kind":"Pod"}'), /but not as its API does: spec: /],
  ["nothing but a cut", (request) => request.socket.destroy(), /^The cluster does not answer at https:/],
  [
    "50 MB",
    (_, answer) => answer.end(Buffer.alloc(50_000_000, "a")),
    /^The cluster answers with more than 16777216 bytes\.$/,
  ],
])("a cluster that answers %s changes nothing, and is one sentence", async (_, answers, said) => {
  const end = await endOf(await clusterThat(answers));
  expect(end).toMatch(said);
  expect(end).not.toContain("a-token-of-the-pod");
});

test("a cluster that is not there, or another one than it should be, is asked nothing", async () => {
  let asked = 0;
  const cluster = await clusterThat(() => {
    asked += 1;
  });
  expect(await endOf({ ...cluster, url: (await closed()).replace("http:", "https:") })).toContain(
    "ECONNREFUSED",
  );
  const other = await clusterThat(() => {});
  expect(await endOf({ ...cluster, account: other.account })).toMatch(
    /does not answer at .*: (UNABLE|SELF_SIGNED|CERT)\w+/,
  );
  expect(asked).toBe(0);
});

test("where nothing comes in the place of a pod that was ended, the others are left alone", async () => {
  const evicted: string[] = [];
  const pod = (name: string) => ({
    metadata: { name, ...(evicted.includes(name) && { deletionTimestamp: "2026-05-01T00:00:00Z" }) },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
  });
  const cluster = await clusterThat(({ url = "" }, answer) => {
    const [, name] = /pods\/(.+)\/eviction$/.exec(url) ?? [];
    if (name) evicted.push(name);
    const isWorkload = url.includes("/deployments/");
    const labels = { "app.kubernetes.io/name": "jellyfin" };
    const said = isWorkload
      ? { spec: { selector: { matchLabels: labels } } }
      : { items: ["a", "b", "c"].map(pod) };
    answer.end(JSON.stringify(said));
  });
  expect(await endOf(cluster)).toBe(
    "1 of 3 pods of jellyfin were ended, and the last is not ready again: see its logs.",
  );
  expect(evicted).toEqual(["a"]);
});
