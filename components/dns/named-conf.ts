import type { Inventory, NameServers } from "../inventory/index.ts";
import type { Zone } from "./record.ts";
import { BIND_PORT, TRANSFER_KEY_FILE } from "./transfer.ts";
import { PUBLIC_NAMES } from "./zones.ts";

/** Where zones lie that are declared, and where those that are served: BIND may write to the latter alone. */
export const DECLARED_ZONES = "/etc/bind/zones";
const SERVED_ZONES = "/var/lib/bind";

/** Also while the world cannot be asked, and where it has signed another answer. */
const ANSWERED_INSIDE = `\tresponse-policy { zone "${PUBLIC_NAMES}"; } qname-wait-recurse no break-dnssec yes;\n`;

/** The whole configuration of one of the two BINDs. */
export function namedConf(server: string, zones: Zone[], inventory: Inventory): string {
  const { dns, machines } = inventory;
  if (!dns) throw new Error(`${server} was checked to be a name server, and is none`);
  const own = machines[server]?.lan;
  const isPrimary = server === dns.primary;
  const other = machines[isPrimary ? dns.secondary : dns.primary]?.lan;
  return `// ${server} serves the names of the house, and asks the world for all others. Made from the inventory.
include "${TRANSFER_KEY_FILE}";

acl house { ${house(inventory, dns).join("; ")}; };

options {
	directory "/var/cache/bind";
	listen-on port ${BIND_PORT} { 127.0.0.1; ${own}; };
	listen-on-v6 { none; };
	allow-query { house; };
	allow-recursion { house; };
	allow-transfer { none; };
	forwarders { ${dns.forwarders.join("; ")}; };
	dnssec-validation auto;
	version none;
	hostname none;
	notify-source ${own};
	transfer-source ${own};
${zones.some(({ name }) => name === PUBLIC_NAMES) ? ANSWERED_INSIDE : ""}};
${zones.map(({ name }) => (isPrimary ? served(name, other) : copied(name, other))).join("")}`;
}

/** Only who holds the key is told that a zone has changed, and may have it. */
function served(name: string, secondary: string | undefined): string {
  return `
zone "${name}" {
	type primary;
	file "${SERVED_ZONES}/${name}.zone";
	allow-transfer { key "transfer"; };
	// The port that the names of its servers lead to is Pi-hole's, which copies no zone.
	notify explicit;
	also-notify { ${secondary} port ${BIND_PORT} key "transfer"; };
};
`;
}

function copied(name: string, primary: string | undefined): string {
  return `
zone "${name}" {
	type secondary;
	file "${SERVED_ZONES}/${name}.zone";
	masterfile-format text;
	primaries { ${primary} port ${BIND_PORT} key "transfer"; };
	notify no;
};
`;
}

/** Whom the name servers answer: their own site, the tailnet, and nobody else. */
function house({ machines, sites, tailnet }: Inventory, { primary }: NameServers): string[] {
  const networks = Object.values(sites[machines[primary]?.site ?? ""]?.networks ?? {});
  return ["127.0.0.0/8", ...networks.map(({ cidr }) => cidr), tailnet.cidr];
}
