import {
  addressOf,
  hostFor,
  isLive,
  type Lab,
  possibleHosts,
  routeTo,
  type Service,
  serviceNamed,
} from "../lab/index.ts";
import { tagOf } from "./device.ts";
import type { Opening, Traffic } from "./opening.ts";

const SHARES: Record<"nfs" | "cifs", Traffic> = { nfs: "tcp:2049", cifs: "tcp:445" };

/** What services need of another house: services, files, machines. What stands in the same house needs no tailnet. */
export function openToServices(lab: Lab): Opening[] {
  return [...lab.services, ...lab.neighbours].filter(isLive).flatMap((service) => {
    const from = machinesOf(service, lab)
      .filter((name) => lab.inventory.machines[name]?.tailnet)
      .map(tagOf);
    return [
      ...needs(service, lab),
      ...files(service, lab),
      ...machines(service, lab),
      ...shown(service, lab),
    ].map((way) => ({
      from,
      ...way,
    }));
  });
}

/** Where it may run, or where another stack runs it. */
function machinesOf(service: Service, { inventory }: Lab): string[] {
  if ("machine" in service.place) return [service.place.machine];
  return possibleHosts(service, inventory).map(({ name }) => name);
}

type Way = Omit<Opening, "from">;

function needs(service: Service, lab: Lab): Way[] {
  return service.needs.flatMap((name) => {
    const need = serviceNamed(lab, name);
    const to = deviceOf(need, service, lab);
    if (!to) return [];
    return Object.entries(need.ports).flatMap(([portName, { protocol }]): Way[] => {
      const route = routeTo(need, service, lab.inventory, portName);
      if (route?.through !== "address") return [];
      const traffic: Traffic = `${protocol}:${route.port}`;
      return [{ to: [to], traffic: [traffic], because: `${service.name} needs ${name}` }];
    });
  });
}

/** The device through which a service is reached, where that is over the tailnet. */
function deviceOf(need: Service, from: Service, lab: Lab): string | undefined {
  const { place } = need;
  if ("cluster" in place) return need.expose.tailnet ? tagOf(hostFor(need, "tailnet")) : undefined;
  const machine = "machine" in place ? place.machine : place.docker;
  return isFar(machine, from, lab) ? tagOf(machine) : undefined;
}

function files(service: Service, lab: Lab): Way[] {
  return Object.values(service.volumes).flatMap((volume): Way[] => {
    if (volume.kind !== "share") return [];
    const [server = "", share = ""] = volume.share.split("/");
    const machine = lab.inventory.machines[server];
    const protocol = machine?.kind === "nas" ? machine.shares[share]?.protocol : "nfs";
    if (!protocol || !isFar(server, service, lab)) return [];
    const because = `${service.name} mounts ${volume.share}`;
    return [{ to: [tagOf(server)], traffic: [SHARES[protocol]], because }];
  });
}

function machines(service: Service, lab: Lab): Way[] {
  return service.reach.machines
    .filter((name) => isFar(name, service, lab))
    .map((name) => ({
      to: [tagOf(name)],
      traffic: ["tcp:*", "udp:*"],
      because: `${service.name} may reach ${name}`,
    }));
}

/** As people come to them: by the entrance that each has in the tailnet. */
function shown({ name, reach }: Service, { services }: Lab): Way[] {
  if (!reach.tailnet) return [];
  const to = services
    .filter((each) => isLive(each) && each.expose.tailnet)
    .map((each) => tagOf(hostFor(each, "tailnet")));
  return to.length > 0 ? [{ to, traffic: ["tcp:443"], because: `${name} looks whether it answers` }] : [];
}

/** Whether the way to a machine leads over the tailnet. */
function isFar(machine: string, { place }: Service, { inventory }: Lab): boolean {
  return addressOf(machine, place, inventory) !== inventory.machines[machine]?.lan;
}
