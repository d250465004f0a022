import { z } from "zod";
import { cidr, domain, ipv4, label } from "../units/index.ts";

/** One range of addresses at one site. The same range may exist at two sites: they meet only over the tailnet. */
export const network = z.strictObject({ cidr, gateway: ipv4.optional() });

/** A house, or a rack: machines that reach each other without the tailnet. */
export const site = z.strictObject({
  about: z.string(),
  timeZone: z.string().default("Etc/UTC"),
  networks: z.record(label, network),
});

/** A domain that is registered, and answered for by Cloudflare. It was there before this program, and outlives it. */
export const zone = z.strictObject({ about: z.string() });

/** The overlay that joins the sites. Machines without a fixed address in it are reached by name. */
export const tailnet = z.strictObject({
  domain,
  cidr,
  /** Machines that lead from it into networks of their sites, to what cannot be in it itself. */
  gateways: z.record(label, z.array(label)).default({}),
});
