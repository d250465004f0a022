import { resolversAt } from "../dns/index.ts";
import type { Inventory } from "../inventory/index.ts";
import type { SetupText } from "../setup/index.ts";
import { peerKey, serverKey } from "./keys.ts";
import { waysOf, wireguardOf } from "./ways.ts";

/**
 * What a device is told, as every WireGuard reads it. Through the tunnel goes only what the device may ask for: the rest
 * of its traffic stays where it is, also in a hotel that uses the same addresses as the house.
 */
export function deviceConf(name: string, inventory: Inventory): SetupText {
  const { endpoint, port, peers, server } = wireguardOf(inventory);
  const peer = peers[name];
  if (!peer) throw new Error(`${name} was checked to be a peer of WireGuard, and is none`);
  const key = peerKey(name, peer);
  const resolvers = resolversAt(inventory.machines[server]?.site ?? "", inventory);
  const ways = waysOf(name, inventory).flatMap(({ to }) => to);
  return [
    `# ${name} of ${peer.person}: ${peer.about}
[Interface]
Address = ${peer.address}/32
`,
    ...("privateKey" in key
      ? ["PrivateKey = ", key.privateKey, "\n"]
      : [`# PrivateKey = the other half of ${key.publicKey}, which ${name} keeps to itself\n`]),
    ...(resolvers.length > 0 ? [`DNS = ${[...resolvers, inventory.home].join(", ")}\n`] : []),
    `
[Peer]
PublicKey = `,
    serverKey.publicKey,
    `
Endpoint = ${endpoint}:${port}
AllowedIPs = ${ways.map((to) => (to.includes("/") ? to : `${to}/32`)).join(", ")}
`,
  ];
}
