import type { Inventory, VirtualAddress } from "../inventory/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import type { SetupText } from "../setup/index.ts";
import { contains } from "../units/index.ts";

/** Where the machine says by which interface it is in its LAN: no inventory knows how a kernel names it. */
export const INTERFACE_FILE = "/etc/keepalived/interface.conf";

/** Of the first machine; each one after it has ten less. */
const HIGHEST_PRIORITY = 200;

type Named = [name: string, address: VirtualAddress];

export function checkFile(name: string): string {
  return `/etc/keepalived/answers-${name}`;
}

/** All the virtual addresses that a machine may take, as Keepalived reads them. */
export function keepalivedConf(machine: string, addresses: Named[], inventory: Inventory): SetupText {
  return [
    `# The addresses that ${machine} takes while it answers at them. Made from the inventory.
include ${INTERFACE_FILE}

global_defs {
	enable_script_security
	script_user nobody nogroup
}
`,
    ...addresses.flatMap((each) => [check(each), ...instance(machine, each, inventory)]),
  ];
}

/** A machine that fails it twice gives the address up, and asks for it again when it has answered twice. */
function check([name]: Named): string {
  return `
vrrp_script ${name} {
	script "${checkFile(name)}"
	interval 2
	timeout 4
	fall 2
	rise 2
}
`;
}

function instance(machine: string, [name, virtual]: Named, inventory: Inventory): SetupText {
  const { address, machines } = virtual;
  const lanOf = (each: string) => inventory.machines[each]?.lan;
  return [
    `
vrrp_instance ${name} {
	state BACKUP
	interface $LAN
	# The last part of the address: unique among the virtual addresses of a network.
	virtual_router_id ${address.split(".").at(-1)}
	priority ${HIGHEST_PRIORITY - 10 * machines.indexOf(machine)}
	advert_int 1
	# Told to its peers alone: a switch may drop what is meant for everybody.
	unicast_src_ip ${lanOf(machine)}
	unicast_peer {
${machines.flatMap((each) => (each === machine ? [] : [`\t\t${lanOf(each)}\n`])).join("")}	}
	authentication {
		auth_type PASS
		auth_pass `,
    password(name),
    `
	}
	virtual_ipaddress {
		${address}/${prefixOf(machine, virtual, inventory)}
	}
	track_script {
		${name}
	}
}
`,
  ];
}

/** VRRP reads eight letters, and no more. */
function password(name: string): OwnSecret {
  return { owner: `virtual-addresses/${name}`, name: "password", length: 8 };
}

function prefixOf(machine: string, { address }: VirtualAddress, { machines, sites }: Inventory): string {
  const networks = Object.values(sites[machines[machine]?.site ?? ""]?.networks ?? {});
  const network = networks.find(({ cidr }) => contains(cidr, address));
  if (!network) throw new Error(`${address} was checked to be in a network of ${machine}, and is not`);
  return network.cidr.split("/")[1] ?? "";
}
