import { z } from "zod";

const hex = z.string().regex(/^[0-9a-f]{32}$/, "has to be 32 hexadecimal digits");

export const plans = ["free", "pro", "business", "enterprise"] as const;

/** What exists at Cloudflare before anything is declared. What has no id is given one, which is kept. */
export const cloudflareSeed = z.strictObject({
  account: z.strictObject({
    id: hex.optional(),
    name: z.string().min(1),
    /** The Zero Trust team, if there is one: <team>.cloudflareaccess.com. */
    team: z.string().optional(),
  }),
  user: z.strictObject({ email: z.email() }).optional(),
  zones: z.array(
    z.strictObject({ id: hex.optional(), name: z.string().min(1), plan: z.enum(plans).optional() }),
  ),
  /** Tokens that may do everything, as one that a person made in the dashboard. */
  tokens: z.array(
    z.strictObject({
      name: z.string().min(1),
      value: z.string().regex(/^[\w-]{40,80}$/, "has to be 40 to 80 letters, digits, - or _"),
    }),
  ),
});

export type CloudflareSeed = z.infer<typeof cloudflareSeed>;
