import { randomUUID } from "node:crypto";
import { demand } from "../access/index.ts";
import { type Call, PveError, parsePropertyString, printPropertyString } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import type { Config, Guest } from "../records.ts";
import { allocate, copied, nodesOf, release, storageNamed, volumeNamed } from "../storage/index.ts";
import { demandUnlocked, newGuest, volumesOf } from "./guest.ts";
import { demandFree } from "./lifecycle.ts";
import { formatOf, newAddress } from "./settings.ts";
import { sizeText } from "./size.ts";

interface Cloning {
  from: number;
  to: number;
  full: boolean;
  storage?: string;
  target: string;
}

export const cloneEffects = {
  cloned: (datacenter: Datacenter, { from, to, full, storage, target }: Cloning) => {
    const [source, made] = [datacenter.guest(from), datacenter.guest(to)];
    const config: Config = { ...made.config };
    for (const [key, volid] of volumesOf(source.config)) {
      if (key.startsWith("unused")) continue;
      const volume = volumeNamed(volid, source.node, datacenter);
      const place = { node: target, storage: storage ?? volume.storage, vmid: to, size: volume.size };
      const isCloudInit = volid.includes("cloudinit");
      const copy = isCloudInit
        ? allocate({ ...place, name: `vm-${to}-cloudinit` }, datacenter)
        : full
          ? copied(volume, place, datacenter)
          : allocate(
              { ...place, format: volume.format === "raw" ? "raw" : "qcow2", parent: volid },
              datacenter,
            );
      const { file: _, ...options } = parsePropertyString(String(source.config[key]));
      config[key] = printPropertyString({ file: copy.volid, ...options, size: sizeText(copy.size) }, "file");
    }
    const { lock: _, ...unlocked } = made;
    datacenter.guests.put(String(to), { ...unlocked, node: target, config });
    const { lock: __, ...free } = source;
    datacenter.guests.put(String(from), free);
  },
  templated: (datacenter: Datacenter, { vmid }: { vmid: number }) => {
    const { lock: _, ...guest } = datacenter.guest(vmid);
    for (const [key, volid] of volumesOf(guest.config)) {
      if (volid.includes("cloudinit")) continue;
      const base = volid.replace(`vm-${vmid}-`, `base-${vmid}-`).replace(`${vmid}/vm-`, `${vmid}/base-`);
      const volume = volumeNamed(volid, guest.node, datacenter);
      release(volid, guest.node, datacenter);
      const shared = storageNamed(volume.storage, datacenter).shared === 1;
      datacenter.volumes.put(shared ? base : `${guest.node}/${base}`, { ...volume, volid: base });
      guest.config[key] = String(guest.config[key]).replace(volid, base);
    }
    guest.config.template = 1;
    datacenter.guests.put(String(vmid), guest);
  },
  migrated: (
    datacenter: Datacenter,
    { vmid, target, storage }: { vmid: number; target: string; storage?: string },
  ) => {
    const { lock: _, ...guest } = datacenter.guest(vmid);
    for (const [key, volid] of volumesOf(guest.config)) {
      const volume = volumeNamed(volid, guest.node, datacenter);
      if (storageNamed(volume.storage, datacenter).shared === 1) continue;
      const name = volid.includes("cloudinit") ? { name: `vm-${vmid}-cloudinit` } : {};
      release(volid, guest.node, datacenter);
      const moved = copied(
        volume,
        { node: target, storage: storage ?? volume.storage, vmid, size: volume.size, ...name },
        datacenter,
      );
      guest.config[key] = String(guest.config[key]).replace(volid, moved.volid);
    }
    datacenter.guests.put(String(vmid), { ...guest, node: target });
  },
  "disk-moved": (
    datacenter: Datacenter,
    {
      vmid,
      disk,
      storage,
      format,
      remove,
    }: { vmid: number; disk: string; storage: string; format?: string; remove: boolean },
  ) => {
    const { lock: _, ...guest } = datacenter.guest(vmid);
    const { file: volid = "" } = parsePropertyString(String(guest.config[disk]));
    const volume = volumeNamed(volid, guest.node, datacenter);
    const moved = copied(volume, { node: guest.node, storage, vmid, size: volume.size, format }, datacenter);
    guest.config[disk] = String(guest.config[disk]).replace(volid, moved.volid);
    if (remove) release(volid, guest.node, datacenter);
    else
      guest.config[`unused${Object.keys(guest.config).filter((key) => key.startsWith("unused")).length}`] =
        volid;
    datacenter.guests.put(String(vmid), guest);
  },
};

export function cloneGuest(call: Call): string {
  const { datacenter, caller, parameters } = call;
  const source = datacenter.guest(String(parameters.vmid), String(parameters.node));
  demandUnlocked(source);
  const to = Number(parameters.newid);
  demandFree(to, datacenter);
  demand(call, parameters.pool === undefined ? `/vms/${to}` : `/pool/${parameters.pool}`, "VM.Allocate");
  const isTemplate = source.config.template === 1;
  const full = parameters.full === undefined ? !isTemplate : parameters.full === 1;
  if (!full && !isTemplate)
    throw new PveError("Linked clone feature is not available: the source is no template");
  if (!full && parameters.storage !== undefined)
    throw new PveError("parameter 'storage' not allowed for linked clones", 400);
  const target = String(parameters.target ?? source.node);
  datacenter.nodeThatAnswers(target);
  const config = clonedSettings(source.config, parameters);
  datacenter.guests.put(
    String(to),
    newGuest({ vmid: to, node: source.node, config }, "clone", parameters.pool),
  );
  datacenter.guests.put(String(source.vmid), { ...source, lock: "clone" });
  const data = {
    from: source.vmid,
    to,
    full,
    target,
    ...(parameters.storage !== undefined && { storage: String(parameters.storage) }),
  };
  return datacenter.tasks.start({
    node: source.node,
    type: "qmclone",
    id: source.vmid,
    user: caller,
    effect: "cloned",
    data,
  });
}

/** What a clone has of its source: all but what tells one machine from another. */
function clonedSettings(source: Config, { name, description, newid }: Call["parameters"]): Config {
  const { template: _, ...config } = source;
  for (const [key, value] of Object.entries(config)) {
    if (/^net\d+$/.test(key)) {
      const {
        model = "virtio",
        macaddr: _old,
        ...options
      } = parsePropertyString(String(value), formatOf(key));
      config[key] = printPropertyString({ [model]: newAddress(), ...options });
    }
    if (/^unused\d+$/.test(key)) delete config[key];
  }
  return {
    ...config,
    name: String(name ?? `Copy-of-VM-${source.name ?? newid}`),
    ...(description !== undefined && { description: String(description) }),
    smbios1: String(config.smbios1 ?? "uuid=").replace(/uuid=[^,]*/, `uuid=${randomUUID()}`),
    vmgenid: randomUUID(),
    meta: `creation-qemu=10.1.2,ctime=${Math.floor(Date.now() / 1000)}`,
  };
}

export function templateGuest({ datacenter, caller, parameters }: Call): string {
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  demandUnlocked(guest);
  const { vmid, node } = guest;
  if (guest.config.template === 1) throw new PveError("you can't convert a template to a template");
  if (guest.status === "running") throw new PveError("you can't convert a VM to template if VM is running");
  return locked(datacenter, guest, {
    node,
    type: "qmtemplate",
    id: vmid,
    user: caller,
    effect: "templated",
    data: { vmid },
  });
}

export function migrateGuest({ datacenter, caller, parameters }: Call): string {
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  demandUnlocked(guest);
  const { vmid, node } = guest;
  const target = String(parameters.target);
  datacenter.nodeThatAnswers(target);
  if (target === node)
    throw new PveError("Parameter verification failed.", 400, { target: "target is local node." });
  if (guest.status === "running" && !parameters.online)
    throw new PveError("can't migrate running VM without --online");
  if (Object.keys(guest.config).some((key) => /^hostpci\d+$/.test(key)))
    throw new PveError("can't migrate VM which uses local devices: hostpci0");
  const storage = parameters.targetstorage === undefined ? {} : { storage: String(parameters.targetstorage) };
  for (const [, volid] of volumesOf(guest.config)) {
    const id = storage.storage ?? volumeNamed(volid, node, datacenter).storage;
    if (!nodesOf(storageNamed(id, datacenter), datacenter).includes(target))
      throw new PveError(`storage '${id}' is not available on node '${target}'`);
  }
  return locked(datacenter, guest, {
    node,
    type: "qmigrate",
    id: vmid,
    user: caller,
    effect: "migrated",
    data: { vmid, target, ...storage },
  });
}

export function moveDisk({ datacenter, caller, parameters }: Call): string {
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  demandUnlocked(guest);
  const { vmid, node } = guest;
  const disk = String(parameters.disk);
  const { file = "" } = parsePropertyString(String(guest.config[disk] ?? ""));
  if (file === "") throw new PveError(`disk '${disk}' does not exist`);
  const storage = String(parameters.storage);
  const volume = volumeNamed(file, node, datacenter);
  if (volume.storage === storage && (parameters.format ?? volume.format) === volume.format)
    throw new PveError("you can't move to the same storage with same format");
  const format = parameters.format === undefined ? {} : { format: String(parameters.format) };
  const data = { vmid, disk, storage, ...format, remove: parameters.delete === 1 };
  return locked(datacenter, guest, {
    node,
    type: "qmmove",
    id: vmid,
    user: caller,
    effect: "disk-moved",
    data,
  });
}

function locked(
  datacenter: Datacenter,
  guest: Guest,
  task: Parameters<Datacenter["tasks"]["start"]>[0],
): string {
  datacenter.guests.put(String(guest.vmid), {
    ...guest,
    lock: task.type === "qmigrate" ? "migrate" : "disk",
  });
  return datacenter.tasks.start(task);
}
