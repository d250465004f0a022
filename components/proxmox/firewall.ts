import { hypervisorsOf, type Inventory, type Vm } from "../inventory/index.ts";

export interface Rule {
  type: "in";
  action: "ACCEPT";
  comment: string;
  /** A set of addresses; without it, the whole world. */
  source?: string;
  proto?: string;
  dport?: string;
}

export interface FirewallPlan {
  /** Sets of addresses, by name. */
  sets: Record<string, { comment: string; cidrs: { name: string }[] }>;
  /** What the hypervisors let in. Everything else is dropped, and nothing is passed on. */
  rules: Rule[];
}

const HOUSE = "house";
const HYPERVISORS = "hypervisors";

/** What Proxmox nodes ask of one another (pve.proxmox.com/pve-docs, "Ports used by Proxmox VE"). */
const AMONG_HYPERVISORS: Pick<Rule, "comment" | "proto" | "dport">[] = [
  { comment: "what the cluster agrees on: corosync", proto: "udp", dport: "5405:5412" },
  { comment: "machines that move, over SSH", proto: "tcp", dport: "22" },
  { comment: "memory of machines that move", proto: "tcp", dport: "60000:60050" },
  { comment: "the API, handed on from node to node", proto: "tcp", dport: "8006" },
];
/** A desk that nobody declared must not be locked out of its own hypervisor: so all of the house may knock. */
const FROM_THE_HOUSE: Pick<Rule, "comment" | "proto" | "dport">[] = [
  { comment: "SSH", proto: "tcp", dport: "22" },
  { comment: "the API and its pages", proto: "tcp", dport: "8006" },
  { comment: "ping", proto: "icmp" },
];
const SHARES = {
  nfs: [{ comment: "NFS", proto: "tcp", dport: "111,2049" }],
  smb: [{ comment: "Samba", proto: "tcp", dport: "445" }],
};

export function planFirewall(inventory: Inventory): FirewallPlan {
  const hypervisors = hypervisorsOf(inventory);
  const sites = new Set(hypervisors.map(([, { site }]) => site));
  const networks = [...sites].flatMap((site) => Object.values(inventory.sites[site]?.networks ?? {}));
  const addresses = hypervisors.flatMap(([, { lan }]) => lan ?? []);
  const shared = new Set(
    hypervisors.flatMap(([, { pools }]) =>
      Object.values(pools).flatMap(({ datasets }) =>
        Object.values(datasets).flatMap(({ share }) => share ?? []),
      ),
    ),
  );
  return {
    sets: {
      [HOUSE]: {
        comment: "The networks of the house, and the tailnet",
        cidrs: [...networks.map(({ cidr }) => cidr), inventory.tailnet.cidr].map((name) => ({ name })),
      },
      [HYPERVISORS]: {
        comment: "The nodes of this cluster",
        cidrs: addresses.map((name) => ({ name })),
      },
    },
    rules: [
      ...AMONG_HYPERVISORS.map((rule) => accept(HYPERVISORS, rule)),
      ...FROM_THE_HOUSE.map((rule) => accept(HOUSE, rule)),
      ...[...shared].toSorted().flatMap((share) => SHARES[share].map((rule) => accept(HOUSE, rule))),
    ],
  };
}

/** What a machine lets in: its house. One that runs whatever a pull request brings is entered to be looked after, only. */
export function guestRules(name: string, { githubRunners }: Vm, { wireguard }: Inventory): Rule[] {
  if (githubRunners) return [accept(HOUSE, { comment: "SSH", proto: "tcp", dport: "22" })];
  const isWayIn = wireguard?.server === name;
  return [
    accept(HOUSE, { comment: "the house" }),
    ...(isWayIn ? [{ ...ACCEPT, comment: "WireGuard", proto: "udp", dport: `${wireguard.port}` }] : []),
  ];
}

const ACCEPT = { type: "in", action: "ACCEPT" } as const;

function accept(set: string, rule: Pick<Rule, "comment" | "proto" | "dport">): Rule {
  return { ...ACCEPT, source: `+dc/${set}`, ...rule };
}
