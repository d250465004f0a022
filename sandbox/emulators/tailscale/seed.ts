import { createHash } from "node:crypto";
import { z } from "zod";

const device = z.strictObject({
  /** The machine's own name; its name in the tailnet follows from it. */
  hostname: z.string(),
  addresses: z.array(z.string()).min(1),
  /** Who signed it in; a tagged device belongs to nobody. */
  user: z.string().optional(),
  tags: z.array(z.string()).default([]),
  os: z.string().default("linux"),
  authorized: z.boolean().default(true),
  keyExpiryDisabled: z.boolean().default(false),
  /** What the device itself offers to route: no API call can change it. */
  advertisedRoutes: z.array(z.string()).default([]),
  enabledRoutes: z.array(z.string()).default([]),
});

export const seedSchema = z.strictObject({
  /** The name that its DNS names end with, e.g. dove-komodo.ts.net. */
  tailnet: z.string(),
  /** The owner of the tailnet and of its keys. */
  owner: z.email().default("owner@example.com"),
  apiKeys: z.array(z.string()).default([]),
  oauthClients: z
    .array(
      z.strictObject({
        id: z.string(),
        secret: z.string(),
        scopes: z.array(z.string()),
        tags: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  users: z
    .array(
      z.strictObject({
        loginName: z.email(),
        role: z
          .enum(["member", "admin", "it-admin", "network-admin", "billing-admin", "auditor"])
          .default("member"),
      }),
    )
    .default([]),
  devices: z.array(device).default([]),
});

/** What the vendor calls the tailnet, whatever its name is. */
export function tailnetIdOf({ tailnet }: Planted): string {
  return `T${createHash("sha256").update(tailnet).digest("hex").slice(0, 10)}CNTRL`;
}

export type TailscaleSeed = z.input<typeof seedSchema>;
export type Planted = z.output<typeof seedSchema>;
