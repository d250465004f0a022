import { type Inventory, serverAddress } from "../inventory/index.ts";
import { adminsAmong, type Way, waysOfEverybody, wireguardOf } from "./ways.ts";

export const INTERFACE = "wg0";
export const TABLE = "inet wireguard";

/** What may be asked for through the tunnel, as nft reads it. It can be loaded again at any time. */
export function firewall(inventory: Inventory): string {
  const wireguard = wireguardOf(inventory);
  const { server, network } = wireguard;
  const admins = adminsAmong(wireguard, inventory);
  const site = inventory.sites[inventory.machines[server]?.site ?? ""];
  const house = Object.values(site?.networks ?? {}).map(({ cidr }) => cidr);
  const lines = [
    ...(admins.length > 0 ? [`ip saddr ${set(admins)} ip daddr ${set(house)} accept`] : []),
    ...waysOfEverybody(inventory).flatMap(lineOf),
  ];
  return `# What the devices of WireGuard may ask for. Made from the inventory.
table ${TABLE}
delete table ${TABLE}
table ${TABLE} {
	chain asked {
		# Before a cluster on this machine turns an address of the house into that of a pod.
		type filter hook prerouting priority raw; policy accept;
		iifname != "${INTERFACE}" accept
		ip daddr ${serverAddress(wireguard).split("/")[0]} icmp type echo-request accept
${lines.map((line) => `\t\t${line}\n`).join("")}		drop
	}
	chain leave {
		# The house knows the way back to this machine, and to no device.
		type nat hook postrouting priority srcnat;
		ip saddr ${network} masquerade
	}
}
`;
}

function lineOf({ to, ports }: Way): string[] {
  const protocols = [...new Set(ports.map(({ protocol }) => protocol))];
  return protocols.map((protocol) => {
    const numbers = ports.filter((port) => port.protocol === protocol).map(({ number }) => number);
    return `ip daddr ${set(to)} ${protocol} dport ${set(numbers)} accept`;
  });
}

function set(members: (string | number)[]): string {
  return `{ ${members.join(", ")} }`;
}
