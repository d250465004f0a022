import { hypervisorsOf } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import { type ProxmoxPlan, planProxmox } from "../proxmox/index.ts";
import { type Check, type DocumentsCheck, failed, idOf, ok, unseen } from "./check.ts";

interface Resource {
  type?: string;
  node?: string;
  status?: string;
  vmid?: number;
  storage?: string;
}

const RESOURCES = "/cluster/resources";
const JOBS = "/cluster/backup";
const PLACE = "proxmox";
const HOUR = 3600 * 1000;
/** A night missed is made up for; two are not. */
const OLDEST = { daily: 50 * HOUR, weekly: 15 * 24 * HOUR };

/** Hypervisors, their storages and machines, the cards that are passed to them, and their backups. */
export function proxmoxChecks(lab: Lab): Check[] {
  const hypervisors = hypervisorsOf(lab.inventory);
  if (hypervisors.length === 0) return [];
  const plan = planProxmox(lab);
  return [
    {
      id: idOf({ place: PLACE, topic: "access", name: "api" }),
      place: PLACE,
      topic: "access",
      about: "its API answers",
      by: "answer",
    },
    ...hypervisors.map(([name]) => nodeCheck(name)),
    ...Object.entries(plan.pools).map(([name, { nodes = [] }]) =>
      storageCheck(name, nodes[0] ?? "", lab.name),
    ),
    ...Object.entries(plan.machines).map(([name, { machine }]) => machineCheck(name, machine, lab.name)),
    ...backupChecks(plan, lab),
  ];
}

type About = Pick<DocumentsCheck, "about" | "reads" | "judge"> & { topic?: DocumentsCheck["topic"] };

function check(name: string, { topic = "machines", ...about }: About): DocumentsCheck {
  return { id: idOf({ place: PLACE, topic, name }), place: PLACE, topic, by: "documents", ...about };
}

function nodeCheck(name: string): DocumentsCheck {
  return check(name, {
    about: `the hypervisor ${name} is there`,
    reads: [RESOURCES],
    judge: (seen) => {
      const live = resources(seen(RESOURCES)).find(({ type, node }) => type === "node" && node === name);
      return live?.status === "online"
        ? ok("online")
        : failed(
            `it is ${live?.status ?? "no node of the cluster"}`,
            "look at the machine: is it on, and in its network?",
          );
    },
  });
}

function storageCheck(name: string, host: string, stack: string): DocumentsCheck {
  return check(`storage-${name}`, {
    topic: "storage",
    about: `${host} has the storage ${name}`,
    reads: [RESOURCES],
    judge: (seen) => {
      const live = resources(seen(RESOURCES)).find(
        ({ type, storage, node }) => type === "storage" && storage === name && node === host,
      );
      if (!live) return failed("there is no such storage", `npx lab up ${stack}`);
      return live.status === "available"
        ? ok("available")
        : failed(`it is ${live.status}`, `on ${host}: zpool status ${name}`);
    },
  });
}

type Machine = ProxmoxPlan["machines"][string]["machine"];

/** Where it runs is for the cluster to say, where that looks after it. */
function machineCheck(
  name: string,
  { vmId, nodeName, hostpcis = [] }: Machine,
  stack: string,
): DocumentsCheck {
  const mappings = hostpcis.flatMap(({ mapping }) => mapping ?? []);
  const config = `/nodes/${nodeName}/qemu/${vmId}/config`;
  const card = mappings.length > 0 ? `, with ${mappings.join(" and ")}` : "";
  return check(name, {
    about: `${name} runs${card}`,
    reads: mappings.length > 0 ? [RESOURCES, config] : [RESOURCES],
    judge: (seen) => {
      const live = resources(seen(RESOURCES)).find(({ type, vmid }) => type === "qemu" && vmid === vmId);
      if (!live) return failed(`there is no machine ${vmId}`, `npx lab up ${stack}`);
      if (live.status !== "running")
        return failed(
          `it is ${live.status}`,
          `on ${live.node}: qm start ${vmId}, and read what its task says`,
        );
      const passed = mappings.length > 0 ? passedIn(seen(config)) : [];
      const without = mappings.filter((each) => !passed.includes(each));
      return without.length === 0
        ? ok(`runs on ${live.node}${card}`)
        : failed(`${without.join(" and ")} is not passed to it`, `npx lab up ${stack}`);
    },
  });
}

/** As Proxmox writes it: `mapping=node006-gpu,pcie=1`. */
function passedIn(config: unknown): string[] {
  return Object.entries((config ?? {}) as Record<string, unknown>).flatMap(([key, value]) =>
    /^hostpci\d+$/.test(key) ? (/(?:^|,)mapping=([^,]+)/.exec(String(value))?.[1] ?? []) : [],
  );
}

function backupChecks({ backups, machines }: ProxmoxPlan, { name: stack }: Lab): DocumentsCheck[] {
  if (!backups) return [];
  return Object.entries(backups.jobs).flatMap(([often, { resourceId, vmids = [] }]) => [
    check(`job-${resourceId}`, {
      topic: "backups",
      about: `machines are backed up ${often}`,
      reads: [JOBS],
      judge: (seen) => {
        const live = listOf<{ id?: string; enabled?: number }>(seen(JOBS)).find(
          ({ id }) => id === resourceId,
        );
        if (!live) return failed("there is no such job", `npx lab up ${stack}`);
        return live.enabled === 0 ? failed("it is switched off", `npx lab up ${stack}`) : ok("it is planned");
      },
    }),
    ...Object.entries(machines)
      .filter(([, { machine }]) => vmids.includes(String(machine.vmId)))
      .map(([name, { machine }]) => backupCheck(name, machine, often as keyof typeof OLDEST, backups.server)),
  ]);
}

function backupCheck(
  name: string,
  { nodeName, vmId }: Machine,
  often: keyof typeof OLDEST,
  storage: string,
): DocumentsCheck {
  const path = `/nodes/${nodeName}/storage/${storage}/content?content=backup`;
  return {
    ...check(`machine-${name}`, {
      topic: "backups",
      about: `${name} was backed up in time`,
      reads: [path],
      judge: (seen, now) => {
        const own = listOf<{ vmid?: number; ctime?: number }>(seen(path)).filter(({ vmid }) => vmid === vmId);
        const newest = Math.max(0, ...own.map(({ ctime = 0 }) => ctime * 1000));
        if (newest === 0) return unseen("none was made yet");
        const age = now.getTime() - newest;
        return age <= OLDEST[often]
          ? ok(`${Math.round(age / HOUR)} hours ago`)
          : failed(
              `the last one is ${Math.round(age / HOUR / 24)} days old`,
              `in Proxmox, the task history of ${nodeName}: what did the last backup say? Is ${storage} on?`,
            );
      },
    }),
    madeBy: "schedules",
  };
}

function resources(seen: unknown): Resource[] {
  return listOf(seen);
}

function listOf<T>(seen: unknown): T[] {
  if (!Array.isArray(seen)) throw new Error("Proxmox answers with something other than a list");
  return seen as T[];
}
