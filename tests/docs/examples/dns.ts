import { defineInventory } from "../../../components/inventory/index.ts";

/** A house with two name servers, a printer, and an address that is with whichever of the two is up. */
export const inventory = defineInventory({
  tailnet: { domain: "tail1234.ts.net", cidr: "100.64.0.0/10" },
  sites: {
    house: { about: "Where everything stands", networks: { lan: { cidr: "192.168.1.0/24" } } },
  },
  machines: {
    north: {
      kind: "metal",
      about: "A small computer upstairs",
      site: "house",
      lan: "192.168.1.2",
      threads: 4,
      memory: "4Gi",
    },
    south: {
      kind: "metal",
      about: "A small computer in the cellar",
      site: "house",
      lan: "192.168.1.3",
      threads: 4,
      memory: "4Gi",
    },
  },
  dns: {
    primary: "north",
    secondary: "south",
    // Asked for all that is not of the house.
    forwarders: ["9.9.9.9", "149.112.112.112"],
    // What Pi-hole leads to nowhere.
    blocklists: ["https://raw.githubusercontent.com/StevenBlack/hosts/master/hosts"],
    names: {
      printer: { address: "192.168.1.60" },
      pihole: { alias: "resolver" },
    },
  },
  virtualAddresses: {
    resolver: {
      about: "What DHCP tells the house to ask",
      address: "192.168.1.53",
      for: "dns",
      machines: ["north", "south"],
    },
  },
});
