import { type Inventory, inventory as inventorySchema } from "../inventory/index.ts";
import { parse } from "../parse/index.ts";
import { service as serviceSchema } from "../service/index.ts";
import { complete } from "./complete.ts";
import { isLive, type LabSpec, type Service } from "./lab.ts";
import { rotations as rotationsSchema } from "./rotations.ts";

/**
 * What other stacks of the same house run, as a lab sees it that makes none of it: where each answers, and what it tells.
 * Whoever is on a machine that both know is seen if it answers on the LAN or tells what it measures; whoever is elsewhere,
 * if somebody here needs it. What cannot be read of another stack is told when that one is.
 */
export function neighboursOf(others: LabSpec[], own: Service[], inventory: Inventory): Service[] {
  const wanted = new Set(own.flatMap(({ needs }) => needs));
  const known = new Set(own.map(({ name }) => name));
  return others
    .flatMap(survey)
    .filter((each) => isLive(each) && !known.has(each.name))
    .flatMap((service) => {
      const { place, expose, metrics, name } = service;
      if ("docker" in place && inventory.machines[place.docker])
        return expose.lan || metrics ? [{ ...service, place: { machine: place.docker } }] : [];
      return wanted.has(name) && !("docker" in place) ? [service] : [];
    });
}

function survey({ name, inventory, services, rotations }: LabSpec): Service[] {
  const { value: ground } = parse(inventorySchema, inventory.spec, inventory.file);
  const found = services.flatMap(({ group, file, spec }) => {
    const { value } = parse(serviceSchema, spec, file);
    return value ? [{ group, file, value }] : [];
  });
  if (!ground) return [];
  const turned = rotations && parse(rotationsSchema, rotations.spec, rotations.file).value;
  return complete(found, ground, turned).map((each) => ({ ...each, stack: name }));
}
