import { type Inventory, serverAddress } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import type { Setup, SetupText } from "../setup/index.ts";
import { firewall, INTERFACE, TABLE } from "./firewall.ts";
import { publicKeyOf, serverKey } from "./keys.ts";
import { wireguardOf } from "./ways.ts";

export const CONFIGURATION = `/etc/wireguard/${INTERFACE}.conf`;
export const FIREWALL = `/etc/wireguard/${INTERFACE}.nft`;

/** What makes a machine the way into its house. */
export function wireguardSetup(machine: string, { inventory }: Pick<Lab, "inventory">): Partial<Setup> {
  if (inventory.wireguard?.server !== machine) return {};
  return {
    packages: ["nftables", "wireguard-tools"],
    files: {
      [CONFIGURATION]: { text: serverConf(inventory) },
      [FIREWALL]: { text: [firewall(inventory)] },
      "/etc/sysctl.d/60-wireguard.conf": { text: ["net.ipv4.ip_forward = 1\n"] },
    },
    commands: [
      "sysctl --quiet --system",
      // Started anew, and not only told of its peers: its address and what it lets through may have changed too.
      `systemctl enable wg-quick@${INTERFACE} && systemctl restart wg-quick@${INTERFACE}`,
    ],
  };
}

/** As wg-quick reads it. */
export function serverConf(inventory: Inventory): SetupText {
  const wireguard = wireguardOf(inventory);
  return [
    `# The way into the house for ${Object.keys(wireguard.peers).join(", ") || "nobody yet"}. Made from the inventory.
[Interface]
Address = ${serverAddress(wireguard)}
ListenPort = ${wireguard.port}
PrivateKey = `,
    serverKey.privateKey,
    `
# Before anybody is let in.
PreUp = nft -f ${FIREWALL}
PostDown = nft delete table ${TABLE}
`,
    ...Object.entries(wireguard.peers).flatMap(
      ([name, { person, address }]): SetupText => [
        `
# ${name} of ${person}
[Peer]
PublicKey = `,
        publicKeyOf(name, wireguard),
        `
AllowedIPs = ${address}/32
`,
      ],
    ),
  ];
}
