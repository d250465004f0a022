import { hash, randomBytes, timingSafeEqual } from "node:crypto";

const shown = 11;

/** 256 random bits: nobody finds one by trying, so a fast hash is enough to keep it by. */
export function newSecret(): string {
  return `sk-${randomBytes(32).toString("base64url")}`;
}

export function newKeyId(): string {
  return `key_${randomBytes(8).toString("hex")}`;
}

/** The part of a secret by which people recognise it. */
export function prefixOf(secret: string): string {
  return secret.slice(0, shown);
}

export function hashOf(secret: string): string {
  return hash("sha256", secret, "hex");
}

/** In a time that says nothing about where they differ. */
export function sameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, "latin1"), Buffer.from(other, "latin1"));
}
