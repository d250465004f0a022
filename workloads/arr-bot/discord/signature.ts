import { createPublicKey, type KeyObject, verify } from "node:crypto";

/** As Discord names it: 32 bytes, in hexadecimal. */
export function publicKey(hex: string): KeyObject {
  const x = Buffer.from(hex, "hex").toString("base64url");
  return createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x } });
}

export interface Signed {
  signature: string;
  timestamp: string;
  body: Buffer;
}

/** Whether Discord said exactly this, at exactly that time. */
export function isSigned(key: KeyObject, { signature, timestamp, body }: Signed): boolean {
  if (!/^[0-9a-f]{128}$/i.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false;
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, "hex"));
}

const OLDEST_SECONDS = 5 * 60;

/**
 * Lets each signed request pass once. What is old is told by Discord's own clock, by the newest time that it has signed: this
 * machine's clock may jump without anybody being turned away, or let in again.
 */
export class Once {
  readonly #seen = new Map<string, number>();
  #newest = 0;

  pass(signature: string, timestamp: number): boolean {
    const oldest = Math.max(this.#newest, timestamp) - OLDEST_SECONDS;
    if (timestamp < oldest || this.#seen.has(signature)) return false;
    this.#newest = Math.max(this.#newest, timestamp);
    for (const [each, at] of this.#seen) if (at < oldest) this.#seen.delete(each);
    this.#seen.set(signature, timestamp);
    return true;
  }
}
