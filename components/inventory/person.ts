import { z } from "zod";
import { fault } from "../fault.ts";

/** What somebody may be let into. A service names one of them for its way in from the world. */
export const GROUPS = ["admin", "plex-users"] as const;

/** Somebody who lives here, or is invited: known to the edge and to the tailnet by an address of e-mail. */
export const person = z.strictObject({
  email: z.email(fault("not an address of e-mail", 'write "me@example.com"')),
  groups: z.array(z.enum(GROUPS)).min(1),
});

export type Group = (typeof GROUPS)[number];
export type Person = z.output<typeof person>;
