import { suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** Nothing is started for a service on a machine: whatever says how it would run is read by nobody. */
const ONLY_OF_CONTAINERS = [
  "image",
  "program",
  "chart",
  "command",
  "args",
  "migration",
  "resources",
  "endsWithin",
  "scale",
  "disruption",
  "user",
  "database",
  "dashboard",
] as const;
const ONLY_OF_CONTAINERS_IF_ANY = ["env", "files", "volumes", "permissions", "alerts"] as const;

/** A program that runs on a machine by itself: the lab says only where it answers. */
export function checkMachinePlace(
  service: Service,
  name: string,
  { inventory: { machines } }: Lab,
): Problem[] {
  const machine = machines[name];
  if (!machine)
    return [
      problem(service, {
        what: `${service.name} runs on ${name}, which is not in the inventory.`,
        fix: suggestion(name, Object.keys(machines)),
      }),
    ];
  return [...unheard(service, name, machine.listens), ...ofContainers(service, name)];
}

function unheard(service: Service, name: string, listens: Record<string, number>): Problem[] {
  return Object.values(service.ports)
    .filter(({ number }) => !Object.values(listens).includes(number))
    .map(({ number }) =>
      problem(service, {
        what: `${service.name} answers at port ${number} of ${name}, where nothing listens.`,
        facts: Object.entries(listens).map(([program, port]) => `${program} listens at ${port}`),
        fix: `correct the port, or add it to what ${name} \`listens\` to in the inventory`,
      }),
    );
}

function ofContainers(service: Service, name: string): Problem[] {
  const said = [
    ...ONLY_OF_CONTAINERS.filter((key) => service[key] !== undefined),
    ...ONLY_OF_CONTAINERS_IF_ANY.filter((key) => Object.keys(service[key]).length > 0),
  ];
  if (said.length === 0) return [];
  return [
    problem(service, {
      what: `${service.name} runs on ${name} by itself, yet says how to run it: ${said.join(", ")}.`,
      fix: `remove ${said.join(", ")}, or place it where containers run: { cluster } or { docker }`,
    }),
  ];
}
