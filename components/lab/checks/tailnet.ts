import type { Inventory } from "../../inventory/index.ts";
import { computer } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import { possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";
import { addressOf, routeTo } from "../route.ts";
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
function cutOff(service: Service, lab: Lab): Problem[] {
  const outside = possibleHosts(service, lab.inventory).filter(({ machine }) => !machine.tailnet);
  if (outside.length === 0) return [];
  const [are, these] = outside.length > 1 ? ["are", "these machines"] : ["is", "that machine"];
  return waysAcross(service, lab).map(({ way, to }) =>
    problem(service, {
      what: `${service.name} ${way} over the tailnet, and may run on ${outside.map((host) => host.name).join(" or ")}, which ${are} not in it.`,
      fix: `place it on a node that is, write \`tailnet: true\` on ${these}, or place it beside ${to}`,
    }),
  );
}

/** What a service wants of another house, in the words of its declaration. */
function waysAcross(service: Service, { services, inventory }: Lab): { way: string; to: string }[] {
  const isFar = (machine: string) => {
    const address = addressOf(machine, service.place, inventory);
    return address !== undefined && liesAcross(address, inventory);
  };
  const needs = service.needs.filter((name) => {
    const need = services.find((each) => each.name === name);
    const route = need && routeTo(need, service, inventory);
    return route?.through === "address" && liesAcross(route.host, inventory);
  });
  const shares = Object.values(service.volumes).flatMap((each) => (each.kind === "share" ? each.share : []));
  const farShares = [...new Set(shares)].filter((share) => isFar(share.split("/")[0] ?? ""));
  return [
    ...needs.map((name) => ({ way: `reaches ${name}`, to: name })),
    ...farShares.map((share) => ({ way: `mounts ${share}`, to: share.split("/")[0] ?? "" })),
    ...service.reach.machines.filter(isFar).map((name) => ({ way: `reaches ${name}`, to: name })),
  ];
}

function liesAcross(host: string, { machines, tailnet }: Inventory): boolean {
  return host.endsWith(`.${tailnet.domain}`) || Object.values(machines).some((each) => each.tailnet === host);
}
