import { createHash, randomBytes, randomUUID } from "node:crypto";

/** What Cloudflare calls most things by: 32 hexadecimal digits. */
export function hexId(): string {
  return randomBytes(16).toString("hex");
}

export const uuid = randomUUID;

/** The secret half of a credential, shown once. */
export function secret(bytes = 32): string {
  return randomBytes(bytes).toString("hex");
}

/** As much of a token's value as is kept. */
export function digest(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}

/** Cloudflare's APIs for zones and DNS answer in microseconds, those for Zero Trust in seconds. */
export function now(precision: "microseconds" | "seconds"): string {
  const iso = new Date().toISOString();
  return precision === "seconds" ? iso.replace(/\.\d+Z$/, "Z") : iso.replace("Z", "000Z");
}
