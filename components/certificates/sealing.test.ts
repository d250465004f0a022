import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { ownSecret } from "../secrets/index.ts";
import { complaintOf, readerNamed } from "../testing/index.ts";
import { houseRoot, sealingPair } from "./index.ts";

const ROOT = "a root secret of a lab that is only a test";
const openssl = readerNamed("openssl");

async function pairOf({ root = ROOT, cluster = "core", generation = 1 } = {}) {
  const { certificate, key } = sealingPair("test", cluster, generation);
  const tell = (secret: typeof key) => ownSecret(root, "test", secret);
  return { certificate: new X509Certificate(await tell(certificate)), key: await tell(key) };
}

test("asked for again, the key and its certificate are the same", async () => {
  const [one, other] = await Promise.all([pairOf(), pairOf()]);
  expect(other.key === one.key).toBe(true);
  expect(other.certificate.toString()).toBe(one.certificate.toString());
});

test("another cluster, generation or root secret has another key", async () => {
  const all = await Promise.all([
    pairOf(),
    pairOf({ cluster: "brain" }),
    pairOf({ generation: 2 }),
    pairOf({ root: "the root secret of another lab than the first" }),
  ]);
  expect(new Set(all.map(({ key }) => key)).size).toBe(4);
});

test("the certificate is of that key, and of the house", async () => {
  const { certificate, key } = await pairOf();
  expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
  const root = new X509Certificate(await ownSecret(ROOT, "test", houseRoot("test")));
  expect(certificate.verify(root.publicKey)).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 3072 });
});

test.skipIf(!openssl)("OpenSSL finds nothing wrong with the key (apt install openssl)", async () => {
  const { key } = await pairOf();
  expect(complaintOf(openssl ?? "", ["rsa", "-check", "-noout"], key)).toBe("");
});
