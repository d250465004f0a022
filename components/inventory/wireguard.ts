import { z } from "zod";
import { fault, silentFault } from "../fault.ts";
import { cidr, domain, ipv4, label, portNumber } from "../units/index.ts";

/** A device that comes in by WireGuard. */
const peer = z.strictObject({
  about: z.string(),
  /** Whose it is: what it may reach follows from the groups that they are in. */
  person: label,
  address: ipv4,
  /** Of a device that made a key for itself, and keeps it. By itself it follows from the root secret. */
  publicKey: z
    .string()
    .regex(
      // The last letter stands for the last four bits of 32 bytes, and two that are nothing.
      /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/,
      silentFault("not a public key of WireGuard", "write what `wg pubkey` says on the device"),
    )
    .optional(),
  /** Raised by one when the device is lost: its key is then another. */
  generation: z.int().positive().default(1),
});

/** A way into one house for what cannot be in the tailnet. */
export const wireguard = z.strictObject({
  /** The machine that leads in. */
  server: label,
  /** The name under which the world finds the house, and the one port of it that its router passes on, by UDP. */
  endpoint: domain.refine(
    (name) => name.includes("."),
    fault("not a name of the world", 'write "home.example.com"'),
  ),
  port: portNumber.default(51820),
  /** Addresses of the devices; the server has the first. */
  network: cidr,
  peers: z.record(label, peer),
});

export type WireGuard = z.output<typeof wireguard>;
export type Peer = z.output<typeof peer>;

/** The first address of its network, with the length of its prefix. */
export function serverAddress({ network }: Pick<WireGuard, "network">): string {
  const [base = "", prefix] = network.split("/");
  const [first, second, third, last] = base.split(".");
  return `${first}.${second}.${third}.${Number(last) + 1}/${prefix}`;
}
