import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { inventory } from "../inventory/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import { labWith, testInventory } from "../testing/index.ts";
import { together } from "./following-values.ts";
import { linkerdValues } from "./linkerd.ts";

const SEED = "letters that follow from the root secret of a test".repeat(2);

async function made(cluster: string) {
  const values = linkerdValues(cluster, labWith().inventory) as unknown as {
    identityTrustAnchorsPEM: { text: OwnSecret[] };
    identity: { issuer: { tls: { crtPEM: { text: OwnSecret[] }; keyPEM: { text: OwnSecret[] } } } };
  };
  const { crtPEM, keyPEM } = values.identity.issuer.tls;
  const text = async ({ text: [secret] }: { text: OwnSecret[] }) => (await secret?.make?.(SEED)) ?? "";
  return {
    secret: values.identityTrustAnchorsPEM.text[0],
    anchor: new X509Certificate(await text(values.identityTrustAnchorsPEM)),
    issuer: new X509Certificate(await text(crtPEM)),
    key: await text(keyPEM),
  };
}

test("proxies know each other by an authority of their cluster, the same at every preview", async () => {
  const { secret, anchor, issuer, key } = await made("core");
  expect(secret).toMatchObject({ owner: "clusters/core" });
  expect(issuer.subject).toBe("CN=identity.linkerd.cluster.local");
  expect(issuer.verify(anchor.publicKey)).toBe(true);
  expect([anchor.ca, issuer.ca]).toEqual([true, true]);
  expect(key).toContain("BEGIN EC PRIVATE KEY");
  expect((await made("core")).issuer.raw).toEqual(issuer.raw);
});

test("the control plane makes proxies of the size that was counted", () => {
  const { clusters } = testInventory;
  const mesh = { proxy: { cpu: "20m..500m", memory: "50Mi..250Mi" } };
  const read = inventory.parse({
    ...testInventory,
    clusters: { ...clusters, core: { ...clusters?.core, mesh } },
  });
  expect(linkerdValues("core", read)).toMatchObject({
    proxy: {
      resources: { cpu: { request: "20m", limit: "500m" }, memory: { request: "50Mi", limit: "250Mi" } },
    },
  });
});

test("a service has the last word on what would follow", () => {
  expect(together({ a: { b: 1, c: 2 }, d: 3 }, { a: { c: 4 }, e: 5 })).toEqual({
    a: { b: 1, c: 4 },
    d: 3,
    e: 5,
  });
});
