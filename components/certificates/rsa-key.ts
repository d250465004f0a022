import {
  checkPrime,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type JsonWebKey,
} from "node:crypto";
import { promisify } from "node:util";
import { invert } from "@noble/curves/abstract/modular.js";

/** A pair of RSA keys that follows from a secret: for what encrypts to a key, as no key on a curve is used to. */
export interface RsaKey {
  /** As OpenSSL and Go write it: PKCS #1, in PEM. */
  pem: string;
  /** The public half, as certificates hold it. */
  spki: Buffer;
  /** What certificates call it by. */
  id: string;
}

/** As strong as P-256 is (NIST SP 800-57, table 2). */
const BITS = 3072;
const EXPONENT = 65_537n;

const isPrime = promisify(checkPrime);

/** The same seed and name, the same key. */
export async function rsaKeyFrom(seed: string, name: string): Promise<RsaKey> {
  const [p, q] = await Promise.all([primeFrom(seed, `${name}/p`), primeFrom(seed, `${name}/q`)]);
  const d = invert(EXPONENT, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: invert(q, p) };
  const jwk: JsonWebKey = { kty: "RSA" };
  for (const [part, number] of Object.entries(numbers)) jwk[part] = bytesOf(number).toString("base64url");
  const key = createPrivateKey({ format: "jwk", key: jwk });
  const publicKey = createPublicKey(key);
  return {
    pem: key.export({ type: "pkcs1", format: "pem" }).toString(),
    spki: publicKey.export({ type: "spki", format: "der" }),
    id: createHash("sha1")
      .update(publicKey.export({ type: "pkcs1", format: "der" }))
      .digest("hex"),
  };
}

/** The first prime after a number that nobody can guess, of which one less shares no factor with the exponent. */
async function primeFrom(seed: string, name: string): Promise<bigint> {
  const bytes = Buffer.from(hkdfSync("sha256", seed, "homelab/rsa", name, BITS / 16));
  // The two highest, so that the product of two such numbers has all its bits.
  bytes[0] = (bytes[0] ?? 0) | 0xc0;
  const start = BigInt(`0x${bytes.toString("hex")}`) | 1n;
  const rests = SMALL_PRIMES.map((prime) => Number(start % BigInt(prime)));
  for (let step = 0; ; step += 2) {
    if (SMALL_PRIMES.some((prime, at) => ((rests[at] ?? 0) + step) % prime === 0)) continue;
    const candidate = start + BigInt(step);
    if ((candidate - 1n) % EXPONENT !== 0n && (await isPrime(candidate))) return candidate;
  }
}

/** To divide by them is cheaper than to ask OpenSSL: of a thousand odd numbers some hundred are left to ask for. */
const SMALL_PRIMES = oddPrimesBelow(10_000);

function oddPrimesBelow(end: number): number[] {
  const primes: number[] = [];
  for (let number = 3; number < end; number += 2)
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  return primes;
}

function bytesOf(number: bigint): Buffer {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
}
