import { checkInventory, inventory as inventorySchema } from "../inventory/index.ts";
import { parse } from "../parse/index.ts";
import { type Problem, Refusal, refuse } from "../refusal.ts";
import { service as serviceSchema } from "../service/index.ts";
import { checkServices } from "./checks/index.ts";
import { filesIn } from "./derived/index.ts";
import { allNeeds, inOrderOfNeed } from "./graph.ts";
import { hostsWithIngress } from "./ingress.ts";
import type { Lab, LabSpec, Service } from "./lab.ts";
import { rotatedOf, rotations as rotationsSchema } from "./rotations.ts";
import { urlsOf } from "./urls.ts";

const NONE = { file: "rotations.json", spec: {} };

/**
 * Reads a lab whole, or refuses it with everything that is wrong. Each stage looks only at what the one before
 * found sound: a machine that does not exist would otherwise be reported once for every service on it.
 */
export function readLab({ name, inventory, services, rotations = NONE }: LabSpec, today = new Date()): Lab {
  const grounds = parse(inventorySchema, inventory.spec, inventory.file);
  const parsed = services.map((declared) => ({
    declared,
    ...parse(serviceSchema, declared.spec, declared.file),
  }));
  const turned = parse(rotationsSchema, rotations.spec, rotations.file);
  refuse([
    ...grounds.problems,
    ...turned.problems,
    ...parsed.flatMap(({ problems }) => problems as Problem[]),
  ]);
  if (!grounds.value) throw new Refusal(grounds.problems);

  const ground = grounds.value;
  refuse(checkInventory(ground, inventory.file, today));

  const declarations = parsed.flatMap(({ value }) => value ?? []);
  const proxied = hostsWithIngress(declarations);
  const complete = parsed.flatMap(({ declared, value }): Service[] => {
    if (!value) return [];
    const { group, file } = declared;
    const needs = allNeeds(value);
    const files = { ...value.files, ...filesIn(value, declarations) };
    return [
      {
        ...value,
        group,
        file,
        needs,
        files,
        namespace: value.namespace ?? group,
        urls: urlsOf(value, ground, proxied),
        rotated: rotatedOf(value.name, turned.value),
      },
    ];
  });
  const { ordered, problems } = inOrderOfNeed(complete);
  const lab = { name, inventory: ground, services: ordered };
  refuse([...problems, ...checkServices({ ...lab, services: complete }, today)]);
  return lab;
}
