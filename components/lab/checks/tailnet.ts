import type { Inventory } from "../../inventory/index.ts";
import { computer } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import { possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";
import { routeTo } from "../route.ts";
import { problem } from "./problem.ts";

/** What is exposed in the tailnet can be shown there, and what lies across it can be reached from every node. */
export function checkTailnetUse(lab: Lab): Problem[] {
  const exposed = lab.services.filter(({ expose }) => expose.tailnet);
  return [
    ...exposed.flatMap((service) => unshown(service, lab.inventory)),
    ...sameName(exposed),
    ...lab.services.flatMap((service) => cutOff(service, lab)),
  ];
}

function unshown(service: Service, { machines }: Inventory): Problem[] {
  const { name, place, expose } = service;
  if ("docker" in place)
    return [
      problem(service, {
        what: `${name} is exposed in the tailnet, but the Docker host ${place.docker} opens ports on its LAN alone.`,
        fix: `expose ${name} on the LAN, or place it on a cluster`,
      }),
    ];
  if (!("machine" in place)) return [];
  const machine = machines[place.machine];
  // A workstation is somebody's desk, signed in by hand.
  if (!machine?.tailnet || !computer(machine) || machine.kind === "workstation")
    return [
      problem(service, {
        what: `${name} is exposed in the tailnet, but ${place.machine} is no Linux of ours that could show it there.`,
        fix: `remove tailnet from its expose: whoever needs ${name} finds it by its port`,
      }),
    ];
  if (typeof expose.tailnet !== "object") return [];
  return [
    problem(service, {
      what: `${name} would be ${expose.tailnet.host} in the tailnet, but a program on a machine has the machine's name, ${place.machine}.`,
      fix: "write expose: { tailnet: true }",
    }),
  ];
}

/** A machine has one name, and behind it one program. */
function sameName(exposed: Service[]): Problem[] {
  const shown = new Map<string, Service>();
  return exposed.flatMap((service) => {
    const { place } = service;
    if (!("machine" in place)) return [];
    const other = shown.get(place.machine);
    shown.set(place.machine, other ?? service);
    if (!other) return [];
    return [
      problem(service, {
        what: `${service.name} and ${other.name} would both answer to ${place.machine} in the tailnet.`,
        facts: [`${other.name}: ${other.file}`],
        fix: "remove tailnet from the expose of one of them",
      }),
    ];
  });
}

/** The scheduler may choose any of its nodes, and knows nothing of the tailnet. */
function cutOff(service: Service, { services, inventory }: Lab): Problem[] {
  const outside = possibleHosts(service, inventory).filter(({ machine }) => !machine.tailnet);
  if (outside.length === 0) return [];
  return service.needs.flatMap((name) => {
    const need = services.find((each) => each.name === name);
    const route = need && routeTo(need, service, inventory);
    const isFar = route?.through === "address" && liesAcross(route.host, inventory);
    if (!need || !isFar) return [];
    return [
      problem(service, {
        what: `${service.name} reaches ${name} over the tailnet, and may run on ${outside.map((host) => host.name).join(" or ")}, which ${outside.length > 1 ? "are" : "is"} not in it.`,
        fix: `place it on a node that is, write \`tailnet: true\` on ${outside.length > 1 ? "these machines" : "that machine"}, or place it beside ${name}`,
      }),
    ];
  });
}

function liesAcross(host: string, { machines, tailnet }: Inventory): boolean {
  return host.endsWith(`.${tailnet.domain}`) || Object.values(machines).some((each) => each.tailnet === host);
}
