import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyFrom } from "../../certificates/index.ts";
import { type Inventory, inventory } from "../../inventory/index.ts";
import { type OwnSecret, ownSecret } from "../../secrets/index.ts";
import { complaintOf, readerNamed, testInventory } from "../../testing/index.ts";
import { AUTHORITIES } from "./authorities.ts";
import { identityOf } from "./identity.ts";

const ROOT = "a root secret of a lab that is only a test";
const openssl = readerNamed("openssl");

/** What a lab with this root secret would put on its machines. */
function identity({ root = ROOT, cluster = "core", generation = 1 } = {}) {
  const read: Inventory = inventory.parse(testInventory);
  Object.assign(read.clusters[cluster] ?? {}, { generation });
  const { files, joinToken, kubeconfig } = identityOf(cluster, { inventory: read });
  const tell = (secret: OwnSecret) => ownSecret(root, "test", secret);
  return {
    file: async (path: string) => Buffer.from(await tell(files[path] as OwnSecret), "base64").toString(),
    joinToken: async (role: "server" | "agent") =>
      (
        await Promise.all(
          joinToken[role].map((part) => (typeof part === "string" ? part : tell(part as OwnSecret))),
        )
      ).join(""),
    kubeconfig: async (server: string) => JSON.parse(await tell(kubeconfig(server))),
    paths: Object.keys(files),
  };
}

test("it has every file that k3s wants before it makes its own", () => {
  expect(identity().paths.toSorted()).toEqual([
    "client-ca.crt",
    "client-ca.key",
    "etcd/peer-ca.crt",
    "etcd/peer-ca.key",
    "etcd/server-ca.crt",
    "etcd/server-ca.key",
    "request-header-ca.crt",
    "request-header-ca.key",
    "server-ca.crt",
    "server-ca.key",
    "service.key",
  ]);
});

test("whenever it is made again it is the same, to the last byte", async () => {
  const all = async () => Promise.all(identity().paths.map((path) => identity().file(path)));
  expect(await all()).toEqual(await all());
  // Written out: another derivation would shut every lab out of its clusters.
  expect(
    createHash("sha256")
      .update((await all()).join(""))
      .digest("hex"),
  ).toBe("9c32825a6ab8274b1e39e0b1440502681389017cc7634bfedec001e318bd6b95");
});

test.each([
  ["root secret", { root: "another root secret, of another lab" }],
  ["cluster", { cluster: "brain" }],
])("it is another for another %s", async (_, change) => {
  for (const path of identity().paths)
    expect(await identity(change).file(path), path).not.toBe(await identity().file(path));
  expect(await identity(change).joinToken("agent")).not.toBe(await identity().joinToken("agent"));
});

test("another generation has other authorities, but neither nodes nor pods have to be told", async () => {
  const next = identity({ generation: 2 });
  expect(await next.file("client-ca.key")).not.toBe(await identity().file("client-ca.key"));
  expect(await next.file("server-ca.crt")).not.toBe(await identity().file("server-ca.crt"));
  expect(await next.joinToken("agent")).toBe(await identity().joinToken("agent"));
  expect(await next.file("service.key")).toBe(await identity().file("service.key"));
});

test("a node that joins knows the cluster by the hash of its root", async () => {
  const bundle = await identity().file("server-ca.crt");
  const [, root = ""] = certificatesIn(bundle);
  const hash = createHash("sha256").update(new X509Certificate(root).raw).digest("hex");
  expect(await identity().joinToken("agent")).toMatch(new RegExp(`^K10${hash}::node:[a-z0-9]{48}$`));
  expect(await identity().joinToken("server")).toMatch(new RegExp(`^K10${hash}::server:[a-z0-9]{48}$`));
});

describe.each(AUTHORITIES)("%s", (authority) => {
  test("is signed by the root, and its key is its own", async () => {
    const [own = "", root = ""] = certificatesIn(await identity().file(`${authority}.crt`));
    const certificate = new X509Certificate(own);
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(new X509Certificate(root).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(await identity().file(`${authority}.key`)))).toBe(
      true,
    );
  });

  test.skipIf(!openssl)("is believed by openssl, which is strict (apt install openssl)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "identity-"));
    const [own = "", root = ""] = certificatesIn(await identity().file(`${authority}.crt`));
    const [ownFile, rootFile] = [join(folder, "own.pem"), join(folder, "root.pem")];
    writeFileSync(ownFile, own);
    writeFileSync(rootFile, root);
    expect(complaintOf(openssl ?? "", ["verify", "-x509_strict", "-CAfile", rootFile, ownFile])).toBe("");
  });
});

test.skipIf(!openssl)("its administrator is one to openssl (apt install openssl)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "identity-"));
  const { clusters, users } = await identity().kubeconfig("192.168.1.20");
  expect(clusters[0].cluster.server).toBe("https://192.168.1.20:6443");
  const { "client-certificate-data": certificate, "client-key-data": key } = users[0].user;
  const [ca, admin] = [join(folder, "ca.pem"), join(folder, "admin.pem")];
  writeFileSync(ca, await identity().file("client-ca.crt"));
  writeFileSync(admin, Buffer.from(certificate, "base64"));
  expect(
    complaintOf(openssl ?? "", ["verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", ca, admin]),
  ).toBe("");
  const read = new X509Certificate(Buffer.from(certificate, "base64"));
  expect(read.subject).toBe("O=system:masters\nCN=system:admin");
  expect(read.checkPrivateKey(createPrivateKey(Buffer.from(key, "base64")))).toBe(true);
});

test("every seed and name make a key of their own", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (seed, one, other) => {
      const key = keyFrom(seed, one);
      expect(createPrivateKey(key.pem).asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
      expect(keyFrom(seed, one)).toEqual(key);
      if (one !== other) expect(keyFrom(seed, other).id).not.toBe(key.id);
    }),
    { numRuns: 40 },
  );
});

function certificatesIn(bundle: string): string[] {
  return bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
}
