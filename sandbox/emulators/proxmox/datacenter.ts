import type { Collection, Store } from "../framework/index.ts";
import { PveError } from "./api/error.ts";
import type { Guest, Volume } from "./records.ts";
import type { ProxmoxSeed, SeedNode } from "./seed.ts";
import { type Task, Tasks } from "./tasks.ts";

/** What tasks do at their end, by the names that they keep. */
export type Effects = Readonly<Record<string, (datacenter: Datacenter, data: never, task: Task) => void>>;

/** All that the cluster knows, and the nodes that it is made of. */
export class Datacenter {
  readonly store: Store;
  readonly seed: ProxmoxSeed;
  readonly tasks: Tasks;
  readonly guests: Collection<Guest>;
  readonly volumes: Collection<Volume>;

  constructor(store: Store, seed: ProxmoxSeed, effects: Effects) {
    this.store = store;
    this.seed = seed;
    this.guests = store.collection("guests");
    this.volumes = store.collection("volumes");
    this.tasks = new Tasks(store, seed.taskMs, (task) =>
      effects[task.effect]?.(this, task.data as never, task),
    );
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
