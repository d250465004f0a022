import {
  constants,
  createCipheriv,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import { Refusal } from "../refusal.ts";

/** Where a sealed value may be opened: in the Secret that it was sealed for, and in no other ("strict"). */
export interface Scope {
  namespace: string;
  name: string;
}

/** A session key of its own for each value, wrapped by the key of the cluster: the form of Sealed Secrets' makers. */
export function seal(value: string, { namespace, name }: Scope, key: KeyObject): string {
  const session = randomBytes(32);
  const wrapped = publicEncrypt(
    {
      key,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: "sha256",
      oaepLabel: Buffer.from(`${namespace}/${name}`),
    },
    session,
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  // The session key is used this once, so a nonce has nothing to tell apart.
  const cipher = createCipheriv("aes-256-gcm", session, Buffer.alloc(12));
  const sealed = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return Buffer.concat([length, wrapped, sealed]).toString("base64");
}

/** The key that a certificate is of; one that has ended is refused, as whoever opens what is sealed would do. */
export function sealingKeyIn(certificate: string, cluster: string, today: Date): KeyObject {
  const { publicKey, validFrom, validTo } = new X509Certificate(certificate);
  if (today < new Date(validFrom) || today > new Date(validTo))
    throw new Refusal([
      {
        where: `the sealing certificate of ${cluster}`,
        what: `it is valid from ${day(validFrom)} to ${day(validTo)}, and today is ${day(today)}.`,
        fix: `raise the generation of ${cluster} in the inventory, apply it, and render again; or mend the clock`,
      },
    ]);
  return createPublicKey(publicKey.export({ type: "spki", format: "pem" }));
}

function day(time: string | Date): string {
  return new Date(time).toISOString().slice(0, 10);
}
