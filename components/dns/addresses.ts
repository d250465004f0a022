import type { Inventory } from "../inventory/index.ts";

interface Whereabouts {
  name: string;
  address?: string;
  /** Why it has none that everybody who asks could reach. */
  because?: string;
}

/** The one address by which a machine is known: at the site of the name servers that of its LAN, else that of the tailnet. */
export function whereabouts(name: string, { machines, tailnet, dns }: Inventory): Whereabouts {
  const machine = machines[name];
  const home = machines[dns?.primary ?? ""]?.site;
  if (machine?.lan && machine.site === home) return { name, address: machine.lan };
  if (typeof machine?.tailnet === "string") return { name, address: machine.tailnet };
  return {
    name,
    because: machine?.tailnet
      ? `has no fixed address in the tailnet, and is ${name}.${tailnet.domain} there`
      : `is reached at ${machine?.site} alone`,
  };
}
