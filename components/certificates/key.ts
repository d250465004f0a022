import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";

/** A pair of keys on P-256 that follows from a secret. */
export interface Key {
  secret: Uint8Array;
  /** As OpenSSL and k3s write it: SEC 1, in PEM. */
  pem: string;
  /** The public half, as certificates hold it. */
  spki: Buffer;
  /** What certificates call it by: the SHA-1 of its point (RFC 5280, 4.2.1.2). */
  id: string;
}

/** The same seed and name, the same key. */
export function keyFrom(seed: string, name: string): Key {
  // More bytes than the curve's order has, so that no key is likelier than another (FIPS 186-5, A.2.1).
  const bytes = hkdfSync("sha256", seed, "homelab/k3s", name, p256.lengths.seed ?? 48);
  const { secretKey, publicKey } = p256.keygen(new Uint8Array(bytes));
  const point = p256.Point.fromBytes(publicKey).toBytes(false);
  const key = privateKeyOf(secretKey, point);
  return {
    secret: secretKey,
    pem: key.export({ type: "sec1", format: "pem" }).toString(),
    spki: createPublicKey(key).export({ type: "spki", format: "der" }),
    id: createHash("sha1").update(point).digest("hex"),
  };
}

function privateKeyOf(secret: Uint8Array, point: Uint8Array): KeyObject {
  const part = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
  const [x, y] = [part(point.subarray(1, 33)), part(point.subarray(33))];
  return createPrivateKey({ format: "jwk", key: { kty: "EC", crv: "P-256", d: part(secret), x, y } });
}
