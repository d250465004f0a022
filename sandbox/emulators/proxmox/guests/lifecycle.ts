import { randomUUID } from "node:crypto";
import { demand } from "../access/index.ts";
import { type Call, PveError, parsePropertyString, printPropertyString } from "../api/index.ts";
import { forgetGuest, haResourceOf } from "../cluster/index.ts";
import type { Datacenter } from "../datacenter.ts";
import type { Config, Guest } from "../records.ts";
import { release, storageNamed, volumeNamed, volumesOn } from "../storage/index.ts";
import { settingsIn } from "./change.ts";
import { resolvedDisk } from "./disk.ts";
import { demandUnlocked, diskKeys, newGuest, volumesOf } from "./guest.ts";
import { checkSettings, defaultBoot, keptSetting } from "./settings.ts";
import { bytesOf, sizeText } from "./size.ts";

/** What becomes of guests at the end of tasks. */
export const guestEffects = {
  /** The disks come last: what is wrong with one is the task's failure, and nothing is left of the guest. */
  created: (
    datacenter: Datacenter,
    { vmid, settings, start }: { vmid: number; settings: Config; start: boolean },
  ) => {
    const guest = datacenter.guest(vmid);
    try {
      const config: Config = {};
      for (const [key, value] of Object.entries(settings))
        config[key] = diskKeys.test(key) ? resolvedDisk(key, String(value), guest, datacenter) : value;
      const { lock: _, ...unlocked } = guest;
      datacenter.guests.put(String(vmid), {
        ...unlocked,
        config: { ...config, boot: config.boot ?? defaultBoot(config) },
      });
    } catch (error) {
      removeGuest(guest, datacenter);
      throw new PveError(`unable to create VM ${vmid} - ${error instanceof Error ? error.message : error}`);
    }
    if (start)
      datacenter.tasks.start({
        node: guest.node,
        type: "qmstart",
        id: vmid,
        user: "root@pam",
        effect: "started",
        data: { vmid },
      });
  },
  destroyed: (datacenter: Datacenter, { vmid, purge }: { vmid: number; purge: boolean }) => {
    removeGuest(datacenter.guest(vmid), datacenter);
    forgetGuest(vmid, purge, datacenter);
  },
  unlocked: (datacenter: Datacenter, { vmid, config }: { vmid: number; config?: Config }) => {
    const { lock: _, ...guest } = datacenter.guest(vmid);
    datacenter.guests.put(String(vmid), { ...guest, config: { ...guest.config, ...config } });
  },
  resized: (datacenter: Datacenter, { vmid, disk, bytes }: { vmid: number; disk: string; bytes: number }) => {
    const guest = datacenter.guest(vmid);
    const options = parsePropertyString(String(guest.config[disk]));
    const volume = volumeNamed(options.file ?? "", guest.node, datacenter);
    const key = storageNamed(volume.storage, datacenter).shared
      ? volume.volid
      : `${guest.node}/${volume.volid}`;
    datacenter.volumes.put(key, { ...volume, size: bytes });
    guest.config[disk] = printPropertyString({ ...options, size: sizeText(bytes) }, "file");
    datacenter.guests.put(String(vmid), guest);
  },
};

function removeGuest({ vmid, node }: Guest, datacenter: Datacenter): void {
  const storages = new Set(
    datacenter.volumes
      .all()
      .filter((volume) => volume.vmid === vmid)
      .map(({ storage }) => storage),
  );
  for (const storage of storages)
    for (const volume of volumesOn(node, storage, datacenter))
      if (volume.vmid === vmid && volume.content === "images") release(volume.volid, node, datacenter);
  datacenter.guests.delete(String(vmid));
}

export function createGuest(call: Call): string {
  const { datacenter, caller, parameters } = call;
  const [vmid, node] = [Number(parameters.vmid), String(parameters.node)];
  demandFree(vmid, datacenter);
  const settings = settingsIn(call);
  demand(call, parameters.pool === undefined ? `/vms/${vmid}` : `/pool/${parameters.pool}`, "VM.Allocate");
  checkSettings(settings, call);
  checkStorages(settings, call);
  if (parameters.pool !== undefined && !datacenter.collection("pools").has(String(parameters.pool)))
    throw new PveError(`pool '${parameters.pool}' does not exist`);
  const kept = Object.fromEntries(
    Object.entries({ ...settings, smbios1: settings.smbios1 ?? `uuid=${randomUUID()}` })
      .filter(([, value]) => value !== "")
      .map(([key, value]) => [key, diskKeys.test(key) ? value : keptSetting(key, value, undefined)]),
  );
  const vmgenid = kept.vmgenid === undefined || kept.vmgenid === "1" ? randomUUID() : kept.vmgenid;
  const meta = `creation-qemu=10.1.2,ctime=${Math.floor(Date.now() / 1000)}`;
  datacenter.guests.put(String(vmid), newGuest({ vmid, node, config: {} }, "create", parameters.pool));
  const data = { vmid, settings: { ...kept, vmgenid, meta }, start: parameters.start === 1 };
  return datacenter.tasks.start({ node, type: "qmcreate", id: vmid, user: caller, effect: "created", data });
}

export function demandFree(vmid: number, datacenter: Datacenter): void {
  const taken = datacenter.guests.get(String(vmid));
  if (taken)
    throw new PveError(`unable to create VM ${vmid} - VM ${vmid} already exists on node '${taken.node}'`);
}

/** That there is such a storage, and that the caller may use it, is known before anything is made. */
function checkStorages(settings: Config, call: Call): void {
  for (const [key, value] of Object.entries(settings)) {
    if (!diskKeys.test(key)) continue;
    const { file = "" } = parsePropertyString(String(value));
    if (!file.includes(":")) continue;
    const storage = file.split(":", 1)[0] ?? "";
    storageNamed(storage, call.datacenter);
    demand(
      call,
      `/storage/${storage}`,
      file.includes("/iso/") ? "Datastore.Audit" : "Datastore.AllocateSpace",
    );
  }
}

export function destroyGuest({ datacenter, caller, parameters }: Call): string {
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  const { vmid, node } = guest;
  demandUnlocked(guest);
  if (guest.config.protection === 1) throw new PveError(`can't remove VM ${vmid} - protection mode enabled`);
  const purge = parameters.purge === 1;
  if (haResourceOf(vmid, datacenter) && !purge)
    throw new PveError(`unable to remove VM ${vmid} - used in HA resources and purge parameter not set.`);
  if (guest.status === "running") throw new PveError(`VM ${vmid} is running - destroy failed`);
  const bases = new Set(volumesOf(guest.config).map(([, volid]) => volid));
  const clone = datacenter.volumes
    .all()
    .find(({ parent, vmid: owner }) => parent !== undefined && owner !== vmid && bases.has(parent));
  if (clone) throw new PveError(`base volume '${clone.parent}' is still in use by linked cloned`);
  datacenter.guests.put(String(vmid), { ...guest, lock: "destroyed" });
  return datacenter.tasks.start({
    node,
    type: "qmdestroy",
    id: vmid,
    user: caller,
    effect: "destroyed",
    data: { vmid, purge },
  });
}

export function resizeDisk({ datacenter, caller, parameters }: Call): string {
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  const { vmid, node } = guest;
  demandUnlocked(guest);
  const disk = String(parameters.disk);
  const text = guest.config[disk];
  if (text === undefined) throw new PveError(`disk '${disk}' does not exist`);
  const { file = "", media } = parsePropertyString(String(text));
  if (media === "cdrom") throw new PveError("you can't resize a cdrom");
  const { size: now } = volumeNamed(file, node, datacenter);
  const wanted = String(parameters.size);
  const bytes = wanted.startsWith("+") ? now + bytesOf(wanted.slice(1)) : bytesOf(wanted);
  if (bytes < now) throw new PveError("shrinking disks is not supported");
  return datacenter.tasks.start({
    node,
    type: "resize",
    id: vmid,
    user: caller,
    effect: "resized",
    data: { vmid, disk, bytes },
  });
}
