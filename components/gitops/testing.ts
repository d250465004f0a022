import { constants, createDecipheriv, type KeyObject, privateDecrypt } from "node:crypto";
import type { Scope } from "./seal.ts";

/** What the controller does with a sealed value, by the algorithm as its makers describe it. */
export function unseal(sealed: string, { namespace, name }: Scope, key: KeyObject): string {
  const bytes = Buffer.from(sealed, "base64");
  const end = 2 + bytes.readUInt16BE();
  const session = privateDecrypt(
    {
      key,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: "sha256",
      oaepLabel: Buffer.from(`${namespace}/${name}`),
    },
    bytes.subarray(2, end),
  );
  const decipher = createDecipheriv("aes-256-gcm", session, Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(end, -16)), decipher.final()]).toString();
}
