import { z } from "zod";
import { fault, silentFault } from "../fault.ts";

/** What somebody may be let into. A service names one of them for its way in from the world. */
export const GROUPS = ["admin", "plex-users"] as const;

const sshKey = z
  .string()
  .regex(
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+|sk-\S+) [A-Za-z0-9+/]+=*( .*)?$/,
    silentFault("not a public key of SSH", "write the one line of ~/.ssh/id_ed25519.pub"),
  );

/** Somebody who lives here, or is invited: known to the edge and to the tailnet by an address of e-mail. */
export const person = z.strictObject({
  email: z.email(fault("not an address of e-mail", 'write "me@example.com"')),
  groups: z.array(z.enum(GROUPS)).min(1),
  /** Public keys. Whoever is an admin enters the machines with them. */
  sshKeys: z.array(sshKey).default([]),
});

/** How the clusters know somebody: as the certificate says that they show. */
export function userOf(person: string): string {
  return `homelab:${person}`;
}

export type Group = (typeof GROUPS)[number];
export type Person = z.output<typeof person>;
