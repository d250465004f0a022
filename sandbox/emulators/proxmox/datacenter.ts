import type { Collection, Store } from "../framework/index.ts";
import { PveError } from "./api/call.ts";
import type { Guest } from "./guests/guest.ts";
import type { ProxmoxSeed, SeedNode } from "./seed.ts";
import type { Volume } from "./storage/volume.ts";
import { Tasks } from "./tasks.ts";

/** All that the cluster knows, and the nodes that it is made of. */
export class Datacenter {
  readonly store: Store;
  readonly seed: ProxmoxSeed;
  readonly tasks: Tasks;
  readonly guests: Collection<Guest>;
  readonly volumes: Collection<Volume>;

  constructor(store: Store, seed: ProxmoxSeed) {
    this.store = store;
    this.seed = seed;
    this.guests = store.collection("guests");
    this.volumes = store.collection("volumes");
    this.tasks = new Tasks(this);
  }

  collection<T>(name: string): Collection<T> {
    return this.store.collection(name);
  }

  node(name: string): SeedNode {
    const node = this.seed.nodes.find((each) => each.name === name);
    if (!node)
      throw new PveError(
        `hostname lookup '${name}' failed - failed to get address info for: ${name}: Name or service not known`,
      );
    return node;
  }

  /** The node that a call is passed on to. */
  nodeThatAnswers(name: string): SeedNode {
    const node = this.node(name);
    if (!node.online) throw new PveError(`Connection timed out`, 596);
    return node;
  }

  guest(vmid: number | string, node?: string): Guest {
    const guest = this.guests.get(String(vmid));
    if (!guest || (node !== undefined && guest.node !== node))
      throw new PveError(
        `Configuration file 'nodes/${node ?? guest?.node}/qemu-server/${vmid}.conf' does not exist`,
      );
    return guest;
  }
}
