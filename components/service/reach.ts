import { z } from "zod";
import { fault, words } from "../fault.ts";
import { label } from "../units/index.ts";

const EXAMPLE = 'write internet: "covers and descriptions", or { for: "its model", toStart: true }';

const reason = z.string().min(4, fault("too short for a reason", EXAMPLE));

/**
 * What it is let out for. Some cannot begin without: what is said so waits for the internet to come back, and everything
 * else comes up while it is away.
 */
const internet = z
  .union([reason, z.strictObject({ for: reason, toStart: z.literal(true) })], {
    error: ({ input }) => (input === true ? words("says nothing of what for", EXAMPLE) : undefined),
  })
  .transform((said) => (typeof said === "string" ? { for: said, toStart: false } : said));

/** What it may reach besides its needs. Nothing, unless it says so: the network refuses the rest. */
export const reach = z.strictObject({
  internet: internet.optional(),
  /** Models of others, outside of the house: whatever is said to one of them is theirs. */
  models: z.boolean().default(false),
  /** Machines of the inventory, at any port. */
  machines: z.array(label).default([]),
  /** Whatever else stands in its house: cameras, lamps and players, which no inventory knows. */
  site: z.boolean().default(false),
  /** Services of its cluster that it starts without: those that need it, for one, and that it asks back. */
  services: z.array(label).default([]),
  /** The Kubernetes API of its own cluster. */
  cluster: z.boolean().default(false),
  /** Whatever its cluster tells of itself: every service with `metrics`, and the nodes. */
  metrics: z.boolean().default(false),
  /** Whatever answers near it for its health: services of its cluster, and programs and file servers of its house. */
  health: z.boolean().default(false),
  /** Every service that the tailnet shows, in the way in which people come to it. */
  tailnet: z.boolean().default(false),
});
