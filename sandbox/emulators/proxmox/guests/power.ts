import { randomInt } from "node:crypto";
import { type Call, PveError, parsePropertyString } from "../api/index.ts";
import { haResourceOf, setHaState } from "../cluster/index.ts";
import type { Datacenter } from "../datacenter.ts";
import { hasBridge } from "../nodes/index.ts";
import type { Guest } from "../records.ts";
import { volumeNamed } from "../storage/index.ts";
import type { Task } from "../tasks.ts";
import { reservedDevices } from "./devices.ts";
import { cpusOf, demandUnlocked, memoryOf, plannedConfig, volumesOf } from "./guest.ts";
import { formatOf } from "./settings.ts";

/** How a guest comes up and goes down, at the end of tasks. */
export const powerEffects = {
  started: (datacenter: Datacenter, { vmid }: { vmid: number }, task: Task) => {
    const guest = datacenter.guest(vmid);
    const config = plannedConfig(guest);
    const complaint = complaintOf({ ...guest, config }, datacenter);
    if (complaint) {
      task.log.push(...complaint.lines);
      throw new PveError(complaint.error);
    }
    const devices = reservedDevices({ ...guest, config }, datacenter);
    const [started, pid] = [Date.now(), randomInt(1000, 4_000_000)];
    datacenter.guests.put(String(vmid), {
      ...guest,
      config,
      pending: {},
      status: "running",
      started,
      pid,
      devices,
    });
  },
  stopped: (datacenter: Datacenter, { vmid }: { vmid: number }) => {
    const { started: _, pid: __, devices: ___, ...guest } = datacenter.guest(vmid);
    const config = plannedConfig(guest);
    datacenter.guests.put(String(vmid), { ...guest, config, pending: {}, status: "stopped" });
  },
  restarted: (datacenter: Datacenter, data: { vmid: number }, task: Task) => {
    powerEffects.stopped(datacenter, data);
    powerEffects.started(datacenter, data, task);
  },
};

/** Why a guest cannot start on its node, in the words that the vendor's tasks end with. */
function complaintOf(guest: Guest, datacenter: Datacenter): { error: string; lines: string[] } | undefined {
  const { config, node } = guest;
  const host = datacenter.node(node);
  if (cpusOf(config) > host.cores)
    return { error: `MAX ${host.cores} vcpus allowed per VM on this node`, lines: [] };
  if (memoryOf(config) > host.memory)
    return {
      error: "start failed: QEMU exited with code 1",
      lines: ["kvm: cannot set up guest memory 'pc.ram': Cannot allocate memory"],
    };
  for (const [key, text] of Object.entries(config)) {
    if (!/^net\d+$/.test(key)) continue;
    const { bridge } = parsePropertyString(String(text), formatOf(key));
    if (bridge !== undefined && !hasBridge(node, bridge, datacenter))
      return { error: `bridge '${bridge}' does not exist`, lines: [] };
  }
  for (const [, volid] of volumesOf(config)) volumeNamed(volid, node, datacenter);
  for (const volid of Object.values(parsePropertyString(String(config.cicustom ?? ""))))
    volumeNamed(volid, node, datacenter);
  return undefined;
}

export function startGuest(call: Call): string {
  const guest = ready(call);
  if (guest.status === "running") throw new PveError(`VM ${guest.vmid} already running`);
  if (guest.config.template === 1) throw new PveError("you can't start a vm if it's a template");
  return powerTask(call, guest, "start", "started");
}

export function stopGuest(call: Call): string {
  return powerTask(call, ready(call), "stop", "stopped");
}

export function shutdownGuest(call: Call): string {
  const guest = ready(call);
  if (guest.status !== "running") throw new PveError(`VM ${guest.vmid} not running`);
  return powerTask(call, guest, "shutdown", "stopped");
}

export function rebootGuest(call: Call): string {
  const guest = ready(call);
  if (guest.status !== "running") throw new PveError(`VM ${guest.vmid} not running`);
  return powerTask(call, guest, "reboot", "restarted");
}

export function resetGuest(call: Call): string {
  const guest = ready(call);
  if (guest.status !== "running") throw new PveError(`VM ${guest.vmid} not running`);
  return powerTask(call, guest, "reset", "nothing");
}

function ready({ datacenter, parameters }: Call): Guest {
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  if (!parameters.skiplock) demandUnlocked(guest);
  return guest;
}

/** Where the cluster looks after a guest, it is the cluster that is told what is wanted of it. */
function powerTask(
  { datacenter, caller }: Call,
  { vmid, node }: Guest,
  verb: string,
  effect: string,
): string {
  const managed = haResourceOf(vmid, datacenter) !== undefined && verb !== "reboot" && verb !== "reset";
  if (managed) setHaState(vmid, verb === "start" ? "started" : "stopped", datacenter);
  const type = managed ? (verb === "start" ? "hastart" : "hastop") : `qm${verb}`;
  return datacenter.tasks.start({ node, type, id: vmid, user: caller, effect, data: { vmid } });
}
