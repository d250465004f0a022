import type { Peer } from "../../../components/inventory/index.ts";
import type { Lab } from "../../../components/lab/index.ts";
import { exits, Stop } from "../exits.ts";
import { proposal } from "../nearest.ts";

/** A device that comes in by WireGuard, by its name, and the lab that it comes into. */
export function wireguardDevice(name: string, labs: Lab[]): { lab: Lab; peer: Peer } {
  for (const lab of labs) {
    const peer = lab.inventory.wireguard?.peers[name];
    if (peer) return { lab, peer };
  }
  const known = labs.flatMap(({ inventory }) => Object.keys(inventory.wireguard?.peers ?? {}));
  throw new Stop(`no device "${name}" comes in by WireGuard; ${proposal(name, known)}`, exits.usage);
}
