import { isObject, objectAt, type Properties, type Value } from "../../framework/value.ts";
import { pairsOf } from "../words.ts";
import { diskKey, driveOf, storageOf, toldDisk } from "./drives.ts";
import { kept } from "./kept.ts";
import { card, hostpci, share, usb } from "./live-devices.ts";
import { toldInitialization } from "./live-initialization.ts";
import { items } from "./settings.ts";

/** What the API tells of one machine. */
export interface Live {
  node: string;
  config: Properties;
  running: boolean;
  pool: string;
}

/** The machine in the words of the program: every property of which the API tells anything. */
export function toldMachine({ node, config, running, pool }: Live, before: Properties): Properties {
  const text = (key: string, without: string) => String(config[key] ?? without);
  const flag = (key: string, without: boolean) =>
    config[key] === undefined ? without : Number(config[key]) === 1;
  const boot = pairsOf(config.boot, "legacy").order;
  return {
    nodeName: node,
    started: config.template === undefined || before.template !== true ? running : (before.started ?? true),
    poolId: pool,
    acpi: flag("acpi", true),
    bios: text("bios", "seabios"),
    description: text("description", ""),
    hookScriptFileId: text("hookscript", ""),
    keyboardLayout: text("keyboard", "en-us"),
    kvmArguments: text("args", "").trim(),
    machine: text("machine", ""),
    name: text("name", ""),
    onBoot: flag("onboot", false),
    protection: flag("protection", false),
    scsiHardware: text("scsihw", "lsi"),
    tabletDevice: flag("tablet", true),
    template: flag("template", false),
    tags: text("tags", "")
      .split(/[;,]/)
      .filter((tag) => tag !== ""),
    hotplug: text("hotplug", "network,disk,usb"),
    bootOrders: boot === undefined ? [] : boot.split(";"),
    ...blocks(config, before),
    ...lists(config, before),
  };
}

function blocks(config: Properties, before: Properties): Properties {
  const agent = pairsOf(config.agent, "enabled");
  const cpu = pairsOf(config.cpu, "cputype");
  const vga = pairsOf(config.vga, "type");
  const shared = /size=(\d+)/.exec(String(config.ivshmem ?? ""))?.[1];
  const startup = pairsOf(config.startup, "order");
  const watchdog = pairsOf(config.watchdog, "model");
  return {
    agent: {
      ...objectAt(before, "agent"),
      enabled: agent.enabled === "1",
      trim: agent.fstrim_cloned_disks === "1",
      type: agent.type ?? "virtio",
    },
    cpu: {
      affinity: String(config.affinity ?? ""),
      architecture: String(config.arch ?? ""),
      cores: Number(config.cores ?? 1),
      hotplugged: Number(config.vcpus ?? 0),
      limit: Number(config.cpulimit ?? 0),
      numa: Number(config.numa ?? 0) === 1,
      sockets: Number(config.sockets ?? 1),
      type: cpu.cputype ?? "qemu64",
      ...(cpu.flags !== undefined && { flags: cpu.flags.split(";") }),
      ...(config.cpuunits !== undefined && { units: Number(config.cpuunits) }),
    },
    memory: {
      dedicated: Number(pairsOf(String(config.memory ?? 512), "current").current),
      floating: Number(config.balloon ?? 0),
      hugepages: String(config.hugepages ?? ""),
      keepHugepages: Number(config.keephugepages ?? 0) === 1,
      shared: Number(shared ?? 0),
    },
    operatingSystem: { type: String(config.ostype ?? "other") },
    vga: { clipboard: vga.clipboard ?? "", memory: Number(vga.memory ?? 16), type: vga.type ?? "std" },
    ...(config.startup !== undefined && {
      startup: {
        order: Number(startup.order ?? -1),
        upDelay: Number(startup.up ?? -1),
        downDelay: Number(startup.down ?? -1),
      },
    }),
    ...(config.watchdog !== undefined && {
      watchdog: { enabled: true, model: watchdog.model ?? "i6300esb", action: watchdog.action ?? "none" },
    }),
    ...(config.efidisk0 !== undefined && { efiDisk: efiDisk(config.efidisk0, objectAt(before, "efiDisk")) }),
    ...(config.tpmstate0 !== undefined && {
      tpmState: {
        datastoreId: storageOf(config.tpmstate0),
        version: driveOf(config.tpmstate0).options.version ?? "v2.0",
      },
    }),
    ...toldInitialization(config, before),
    ...cdrom(config, before),
    ...kept(before, ["audioDevice", "amdSev", "clone", "smbios"]),
  };
}

function efiDisk(text: Value, before: Properties): Properties {
  const { options } = driveOf(text);
  return {
    ...before,
    datastoreId: storageOf(text),
    type: options.efitype ?? "2m",
    preEnrolledKeys: options["pre-enrolled-keys"] === "1",
  };
}

function cdrom(config: Properties, before: Properties): Properties {
  if (!isObject(before.cdrom)) return {};
  const { volume } = driveOf(config[String(before.cdrom.interface)]);
  if (volume === "") return {};
  return { cdrom: { ...before.cdrom, fileId: volume === "cdrom" ? "" : volume } };
}

function lists(config: Properties, before: Properties): Properties {
  const keys = (pattern: RegExp) =>
    Object.keys(config)
      .filter((key) => pattern.test(key))
      .toSorted((a, b) => Number(a.replace(/\D/g, "")) - Number(b.replace(/\D/g, "")));
  const isDisk = (key: string) =>
    diskKey.test(key) && !/media=cdrom|cloudinit|^none/.test(String(config[key]));
  const old = items(before.disks).filter(isObject);
  const order = [...old.map((disk) => String(disk.interface)), ...keys(diskKey)];
  const disks = [...new Set(order)].filter((key) => config[key] !== undefined && isDisk(key));
  return {
    disks: disks.map((key) => toldDisk(key, config[key], old.find((disk) => disk.interface === key) ?? {})),
    networkDevices: keys(/^net\d+$/).map((key, index) =>
      card(config[key], objectOf(items(before.networkDevices)[index])),
    ),
    hostpcis: keys(/^hostpci\d+$/).map((key) => hostpci(key, config[key])),
    serialDevices: keys(/^serial\d$/).map((key) => ({ device: String(config[key]) })),
    usbs: keys(/^usb\d+$/).map((key) => usb(config[key])),
    virtiofs: keys(/^virtiofs\d+$/).map((key) => share(config[key])),
    ...kept(before, ["numas", "rngs"]),
  };
}

function objectOf(value: Value | undefined): Properties {
  return isObject(value) ? value : {};
}
