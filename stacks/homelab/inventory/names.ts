import type { InventorySpec } from "../../../components/inventory/index.ts";

/** Who answers for the names of the house: at the rack, whichever of its two hypervisors is up. */
export const dns: InventorySpec["dns"] = {
  primary: "dns01",
  secondary: "dns02",
  forwarders: ["9.9.9.9", "149.112.112.112"],
  blocklists: ["https://raw.githubusercontent.com/StevenBlack/hosts/master/hosts"],
  names: {
    proxmox: { alias: "node006" },
    pihole: { alias: "dns" },
  },
};

/** Addresses that outlive the machine which has them. Clients are told the first one by DHCP. */
export const virtualAddresses: InventorySpec["virtualAddresses"] = {
  dns: {
    about: "Where the rack asks for names",
    address: "192.168.1.53",
    for: "dns",
    machines: ["dns01", "dns02"],
  },
  "platform-ingress": {
    about: "Where the services of the platform answer",
    address: "192.168.1.80",
    for: { ingress: "platform" },
    machines: ["homelab", "platform-01", "platform-02"],
  },
};
