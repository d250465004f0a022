import { checkInventory, inventory as inventorySchema } from "../inventory/index.ts";
import { parse } from "../parse/index.ts";
import { type Problem, Refusal, refuse } from "../refusal.ts";
import { service as serviceSchema } from "../service/index.ts";
import { checkServices } from "./checks/index.ts";
import { complete } from "./complete.ts";
import { inOrderOfNeed } from "./graph.ts";
import type { Lab, LabSpec } from "./lab.ts";
import { neighboursOf } from "./neighbours.ts";
import { rotations as rotationsSchema } from "./rotations.ts";

const NONE = { file: "rotations.json", spec: {} };

/**
 * Reads a lab whole, or refuses it with everything that is wrong. Each stage looks only at what the one before
 * found sound: a machine that does not exist would otherwise be reported once for every service on it.
 */
export function readLab(
  { name, inventory, services: declared, rotations = NONE, others = [] }: LabSpec,
  today = new Date(),
): Lab {
  const grounds = parse(inventorySchema, inventory.spec, inventory.file);
  const parsed = declared.map((each) => ({ declared: each, ...parse(serviceSchema, each.spec, each.file) }));
  const turned = parse(rotationsSchema, rotations.spec, rotations.file);
  refuse([
    ...grounds.problems,
    ...turned.problems,
    ...parsed.flatMap(({ problems }) => problems as Problem[]),
  ]);
  if (!grounds.value) throw new Refusal(grounds.problems);

  const ground = grounds.value;
  refuse(checkInventory(ground, inventory.file, today));

  const found = parsed.flatMap(({ declared: { group, file }, value }) =>
    value ? [{ group, file, value }] : [],
  );
  const services = complete(found, ground, turned.value);
  const neighbours = neighboursOf(others, services, ground);
  const { ordered, problems } = inOrderOfNeed(services, neighbours);
  const lab = { name, inventory: ground, services: ordered, neighbours };
  refuse([...problems, ...checkServices({ ...lab, services }, today)]);
  return lab;
}
