import { GROUPS, type Group, type Machine, serversOf } from "../inventory/index.ts";
import { hostFor, type Lab, type Service } from "../lab/index.ts";
import { type MachineDevice, machinesIn, shownIn, tagOf } from "./device.ts";
import type { Opening, Traffic } from "./opening.ts";

const SSH: Traffic = "tcp:22";
const KUBERNETES_API: Traffic = "tcp:6443";
const HTTPS: Traffic = "tcp:443";

/** Beside SSH: where a machine of this kind is administered in a browser, or as a desktop. */
const CONSOLES: Partial<Record<Machine["kind"], { traffic: Traffic; about: string }>> = {
  hypervisor: { traffic: "tcp:8006", about: "Proxmox's web interface" },
  nas: { traffic: "tcp:5001", about: "the file server's web interface" },
  workstation: { traffic: "tcp:3389", about: "its desktop" },
};

export function groupName(group: Group): string {
  return `group:${group}`;
}

/** Groups that somebody is in, each with the addresses by which the tailnet knows them. */
export function groupsIn({ inventory: { people } }: Lab): Record<string, string[]> {
  const members = (group: Group) =>
    Object.values(people).flatMap(({ email, groups }) => (groups.includes(group) ? [email] : []));
  return Object.fromEntries(
    GROUPS.map((group) => [groupName(group), members(group)] as const).filter(([, all]) => all.length > 0),
  );
}

/** Admins come to every machine, by SSH and to whatever else it offers. */
export function openToAdmins(lab: Lab): Opening[] {
  const machines = machinesIn(lab);
  const from = adminsOf(lab);
  return [
    { from, to: machines.map(({ tag }) => tag), traffic: [SSH], because: "admins enter every machine" },
    ...machines.flatMap((device) => administered(device, from)),
    ...Object.entries(lab.inventory.clusters).map(([name, cluster]) => ({
      from,
      to: serversOf(cluster)
        .filter((server) => lab.inventory.machines[server]?.tailnet)
        .map(tagOf),
      traffic: [KUBERNETES_API],
      because: `admins use kubectl on ${name}`,
    })),
  ];
}

export function administered(
  { name, tag, machine }: Pick<MachineDevice, "name" | "machine"> & { tag: string },
  from: string[],
): Opening[] {
  const console = CONSOLES[machine.kind];
  const programs = Object.entries(machine.listens);
  return [
    ...(console
      ? [{ from, to: [tag], traffic: [console.traffic], because: `${name}: ${console.about}` }]
      : []),
    ...programs.map(([program, port]) => ({
      from,
      to: [tag],
      traffic: [`tcp:${port}` as Traffic],
      because: `${name}: ${program}, which listens there`,
    })),
  ];
}

/** Whoever may enter a service from the world may enter it from the tailnet. Where nobody else may, admins do. */
export function openServices(lab: Lab): Opening[] {
  return shownIn(lab).map((service) => ({
    from: groupsFor(service, lab),
    to: [tagOf(hostFor(service, "tailnet"))],
    traffic: [HTTPS],
    because: `people use ${service.name}`,
  }));
}

function groupsFor({ expose }: Service, lab: Lab): string[] {
  const known = Object.keys(groupsIn(lab));
  const access = expose.public?.access ?? "admin";
  if (access === "public") return known;
  return known.filter((name) => name === groupName("admin") || name === groupName(access));
}

export function adminsOf(lab: Lab): string[] {
  return Object.keys(groupsIn(lab)).filter((name) => name === groupName("admin"));
}
