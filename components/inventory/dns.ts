import { z } from "zod";
import { fault, words } from "../fault.ts";
import { ipv4, label } from "../units/index.ts";

/** Who answers for the names of the house, and who is asked for all others. */
export const nameServers = z.strictObject({
  /** Machines: names are declared to the first, and the second copies them. */
  primary: label,
  secondary: label,
  /** Resolvers of the world. */
  forwarders: z.array(ipv4).min(1, { error: words("is empty", 'name a resolver, as in "9.9.9.9"') }),
  /** Lists of names that lead nowhere: of those who only sell or spy. */
  blocklists: z.array(z.url(fault("not an address of a list", 'write "https://example.com/hosts"'))),
  /** Names of what nobody here manages, as a printer, and second names of what is here. */
  names: z
    .record(label, z.union([z.strictObject({ address: ipv4 }), z.strictObject({ alias: label })]))
    .default({}),
});

export type NameServers = z.output<typeof nameServers>;
