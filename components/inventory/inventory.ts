import { z } from "zod";
import { domain, label } from "../units/index.ts";
import { cluster } from "./cluster.ts";
import { nameServers } from "./dns.ts";
import { machine } from "./machine.ts";
import { site, tailnet, zone } from "./network.ts";
import { person } from "./person.ts";
import { virtualAddress } from "./virtual-address.ts";
import { wireguard } from "./wireguard.ts";

/** All that stands somewhere: people, sites, machines, clusters. Plain data; whoever copies it changes only names and numbers. */
export const inventory = z.strictObject({
  tailnet,
  /** The stack whose root its names are believed under, where that is another one. Both need one root secret. */
  house: label.optional(),
  /** Names inside the house: `<service>.<home>`. */
  home: domain.default("home"),
  people: z.record(label, person).default({}),
  zones: z.record(domain, zone).default({}),
  sites: z.record(label, site),
  machines: z.record(label, machine),
  clusters: z.record(label, cluster).default({}),
  dns: nameServers.optional(),
  virtualAddresses: z.record(label, virtualAddress).default({}),
  wireguard: wireguard.optional(),
});

export type InventorySpec = z.input<typeof inventory>;
export type Inventory = z.output<typeof inventory>;

/** Types the data where it is written; it is checked when the lab is read. */
export function defineInventory<const Spec extends InventorySpec>(spec: Spec): Spec {
  return spec;
}
