import type { Inventory } from "../inventory/index.ts";
import type { ServiceDeclaration, ServiceSpec } from "../service/index.ts";

/** A service as it was found: the folder that it lies in is its group. */
export interface Declared {
  group: string;
  file: string;
  spec: ServiceSpec;
}

/** Where people reach a service. */
export interface Urls {
  lan?: string;
  tailnet?: string;
  public?: string;
}

/** A service in its lab: checked, complete, and with everything that follows from where it stands. */
export interface Service extends ServiceDeclaration {
  /** Who makes it, where that is another stack. */
  stack?: string;
  group: string;
  file: string;
  namespace: string;
  urls: Urls;
  /** How often each of its secrets was rotated, beyond the generation that its file says. */
  rotated: Record<string, number>;
}

/** A whole lab as plain data. Planners read it; nothing changes it. */
export interface Lab {
  name: string;
  inventory: Inventory;
  /** In an order in which each comes after all that it needs. */
  services: Service[];
  /** Of other stacks of the same house: reached and watched from here, made there. */
  neighbours: Service[];
}

/** What one stack says of its lab, before anything is checked. */
export interface LabSpec {
  name: string;
  inventory: { file: string; spec: unknown };
  services: Declared[];
  /** Nothing, where no secret was ever rotated. */
  rotations?: { file: string; spec: unknown };
  /** What other stacks of the same house say. */
  others?: LabSpec[];
}

export function serviceNamed(
  { services, neighbours = [] }: Pick<Lab, "services"> & { neighbours?: Service[] },
  name: string,
): Service {
  const found = [...services, ...neighbours].find((each) => each.name === name);
  if (!found) throw new Error(`${name} was checked to exist, and does not`);
  return found;
}

/** Under whose root its names are believed: its own, unless it stands in the house of another stack. */
export function houseOf({ name, inventory }: Pick<Lab, "name" | "inventory">): string {
  return inventory.house ?? name;
}

/** Archived services are kept to be read, never deployed: they take nothing from anybody. */
export function isLive({ lifecycle }: Pick<Service, "lifecycle">): boolean {
  return lifecycle !== "archive";
}
