import { contains, overlap } from "../../units/index.ts";
import type { Inventory } from "../inventory.ts";
import { serverAddress, type WireGuard } from "../wireguard.ts";
import { rangesOf } from "./cluster-networks.ts";
import { type Finding, unknown } from "./finding.ts";

/** The way in leads somewhere, and every device on it is somebody's, at an address that is nobody else's. */
export function checkWireGuard(inventory: Inventory): Finding[] {
  const { wireguard } = inventory;
  if (!wireguard) return [];
  return [
    ...badServer(wireguard, inventory),
    ...rangeOfOthers(wireguard, inventory),
    ...strangers(wireguard, inventory),
    ...misplaced(wireguard),
    ...shared(wireguard),
  ];
}

function badServer({ server }: WireGuard, { machines }: Inventory): Finding[] {
  const machine = machines[server];
  if (!machine)
    return [
      unknown(
        `WireGuard's server ${server} is not a machine of the inventory.`,
        server,
        Object.keys(machines),
      ),
    ];
  if (machine.kind !== "vm" && machine.kind !== "metal")
    return [
      {
        what: `${server} is a ${machine.kind}, and cannot be WireGuard's server.`,
        fix: "use a vm or a metal machine: nothing of ours is installed on any other",
      },
    ];
  if (machine.lan) return [];
  return [
    {
      what: `${server} is WireGuard's server, and has no address on its LAN.`,
      fix: `write \`lan\` on ${server}: the router of the house passes the port on to it`,
    },
  ];
}

function rangeOfOthers({ network }: WireGuard, inventory: Inventory): Finding[] {
  return rangesOf(inventory)
    .filter(({ cidr }) => overlap(network, cidr))
    .slice(0, 1)
    .map(({ name, cidr }) => ({
      what: `WireGuard's network is ${network}, which overlaps ${cidr}, ${name}.`,
      fix: "give it a range of its own, as 10.9.0.0/24",
    }));
}

function strangers({ peers }: WireGuard, { people }: Inventory): Finding[] {
  return Object.entries(peers)
    .filter(([, { person }]) => !people[person])
    .map(([name, { person }]) =>
      unknown(
        `WireGuard's ${name} is ${person}'s, who is not among the people.`,
        person,
        Object.keys(people),
      ),
    );
}

function misplaced(wireguard: WireGuard): Finding[] {
  const { network, server, peers } = wireguard;
  const [own] = serverAddress(wireguard).split("/");
  return Object.entries(peers).flatMap(([name, { address }]): Finding[] => {
    if (!contains(network, address))
      return [
        {
          what: `WireGuard's ${name} has the address ${address}, which is outside its network ${network}.`,
          fix: `give ${name} a free address of ${network}`,
        },
      ];
    if (address !== own && address !== network.split("/")[0]) return [];
    return [
      {
        what: `WireGuard's ${name} has the address ${address}, which is ${address === own ? `that of its server ${server}` : `the network itself`}.`,
        fix: `give ${name} a free address of ${network}`,
      },
    ];
  });
}

/** WireGuard takes both, and sends everything to the later. */
function shared({ peers }: WireGuard): Finding[] {
  const all = Object.entries(peers);
  return all.flatMap(([name, peer], at) =>
    all.slice(0, at).flatMap(([other, earlier]): Finding[] => {
      if (peer.address === earlier.address)
        return [
          {
            what: `WireGuard's ${other} and ${name} both have the address ${peer.address}.`,
            fix: `give ${name} an address of its own`,
          },
        ];
      if (!peer.publicKey || peer.publicKey !== earlier.publicKey) return [];
      return [
        {
          what: `WireGuard's ${other} and ${name} both have one public key, and so are one device.`,
          fix: `make a key on ${name}, or remove its publicKey: one then follows from the root secret`,
        },
      ];
    }),
  );
}
