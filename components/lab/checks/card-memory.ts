import { gpuOf } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import { bytes, memoryOf } from "../../units/index.ts";
import { allHosts, possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

interface Loaded {
  service: Service;
  bytes: number;
}

/**
 * What programs load into one card fits into it: all that always run, together; and beside them each that is started on
 * demand, by itself: whoever starts it makes room first. A card has no swap: the one too many ends with an error.
 */
export function checkCardMemory(lab: Lab): Problem[] {
  return allHosts(lab.inventory).flatMap(({ name }) => {
    const card = gpuOf(lab.inventory, name);
    const here = lab.services.filter((each) => hostOf(each, lab) === name);
    return card ? tooFull(name, bytes(card.vram), here) : [];
  });
}

/** Where the scheduler may choose, nobody can say beside whom it will load. */
function hostOf(service: Service, { inventory }: Lab): string | undefined {
  const [host, ...others] = possibleHosts(service, inventory);
  return others.length === 0 ? host?.name : undefined;
}

function tooFull(host: string, room: number, services: Service[]): Problem[] {
  const loaded = services.flatMap((service) => loadOf(service) ?? []);
  const standing = loaded.filter(({ service }) => service.start === "always");
  let left = room;
  const problems: Problem[] = [];
  for (const each of standing) {
    if (each.bytes > left) problems.push(noRoom(each, host, left, standing));
    else left -= each.bytes;
  }
  const onDemand = loaded.filter((each) => !standing.includes(each) && each.bytes > left);
  return [...problems, ...onDemand.map((each) => noRoom(each, host, left, standing))];
}

function loadOf(service: Service): Loaded | undefined {
  const { place } = service;
  const gpu = "machine" in place ? undefined : place.gpu;
  return typeof gpu === "object" && gpu.vram ? { service, bytes: bytes(gpu.vram) } : undefined;
}

function noRoom(asking: Loaded, host: string, left: number, standing: Loaded[]): Problem {
  const { name, start } = asking.service;
  const others = standing.filter((each) => each !== asking);
  const told = others.map((each) => `${each.service.name} ${memoryOf(each.bytes)}`);
  return problem(asking.service, {
    what: `${name} loads ${memoryOf(asking.bytes)} into the card of ${host}, which has ${left > 0 ? memoryOf(left) : "nothing"} left.`,
    facts: [`always loaded: ${told.join(", ") || "nothing else"}`],
    fix:
      start === "always"
        ? `quantize one of them further, place one elsewhere, or write start: "on demand" where ${host} has a manager`
        : "quantize it further, place it elsewhere, or start one of the others on demand, too",
  });
}
