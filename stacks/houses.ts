import type { InventorySpec } from "../components/inventory/index.ts";
import type { Declared, LabSpec } from "../components/lab/index.ts";

/** What a stack says: its inventory, and the services whose files lie in its folder. */
export interface Said {
  name: string;
  inventory: { file: string; spec: InventorySpec };
  services: Declared[];
  /** Nothing, where no secret was ever rotated. */
  rotations?: { file: string; spec: unknown };
}

/** The same, once it is settled who makes what, and with what the other stacks of its house say. */
export function labSpecOf(stack: string, all: Said[]): LabSpec {
  const house = all.filter((each) => houseOf(each) === houseOf(all.find(({ name }) => name === stack)));
  const settled = house.map((each) => ({ ...each, services: madeBy(each, house) }));
  const [own] = settled.filter(({ name }) => name === stack);
  if (!own) throw new Error(`${stack} was checked to be a stack, and is none`);
  return { ...own, others: settled.filter((each) => each !== own) };
}

/**
 * A service is made by the stack on whose cluster it is placed, wherever its file lies. A stack whose machines are gone
 * makes nothing any more: its next update takes away what it had made.
 */
function madeBy(stack: Said, house: Said[]): Declared[] {
  const strangers = house.filter((each) => each !== stack).flatMap(({ services }) => services);
  const isHome = Object.keys(stack.inventory.spec.machines).length > 0;
  return [
    ...stack.services.filter(
      (each) => isHome && !house.some((other) => other !== stack && hasCluster(other, each)),
    ),
    ...strangers.filter((each) => hasCluster(stack, each)),
  ];
}

function hasCluster({ inventory }: Said, { spec: { place } }: Declared): boolean {
  return "cluster" in place && place.cluster in (inventory.spec.clusters ?? {});
}

function houseOf(said: Said | undefined): string | undefined {
  return said?.inventory.spec.house ?? said?.name;
}
