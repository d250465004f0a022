import {
  defaulting,
  type Field,
  type Fields,
  integer,
  list,
  object,
  oneOf,
  replacing,
  required,
  string,
} from "../../framework/shape.ts";
import type { Table } from "../../framework/table.ts";
import { agent, cpu, disk, hostpci, initialization, networkDevice } from "./blocks.ts";
import { nothing, off, on, seconds, word, zero } from "./defaults.ts";

const outputs: Fields = {
  ipv4Addresses: list(list(string)),
  ipv6Addresses: list(list(string)),
  networkInterfaceNames: list(string),
};

/** Filled in by the API where the program says nothing of them. */
export const filledByApi = new Set([
  "bootOrders",
  "hotplug",
  "macAddresses",
  "name",
  "vmId",
  "networkDevices",
  "vga",
]);

/** Said to the provider, and kept nowhere in the machine. */
export const forProvider: Fields = {
  deleteUnreferencedDisksOnDestroy: on,
  migrate: off,
  purgeOnDestroy: on,
  reboot: off,
  rebootAfterUpdate: on,
  stopOnDestroy: off,
  timeoutClone: seconds(1800),
  timeoutCreate: seconds(1800),
  timeoutMigrate: seconds(1800),
  timeoutMoveDisk: seconds(1800),
  timeoutReboot: seconds(1800),
  timeoutShutdownVm: seconds(1800),
  timeoutStartVm: seconds(1800),
  timeoutStopVm: seconds(300),
};

const fields: Fields = {
  ...forProvider,
  acpi: on,
  agent,
  amdSev: replacing(
    object("amdSev", { allowSmt: on, kernelHashes: off, noDebug: off, noKeySharing: off, type: word("std") }),
  ),
  audioDevice: object("audioDevice", { device: word("intel-hda"), driver: word("spice"), enabled: on }),
  bios: defaulting(oneOf("seabios", "ovmf"), "seabios"),
  bootOrders: list(string),
  cdrom: object("cdrom", { enabled: off, fileId: nothing, interface: word("ide3") }),
  clone: object("clone", {
    datastoreId: nothing,
    full: on,
    nodeName: nothing,
    retries: defaulting(integer, 1),
    vmId: required(integer),
  }),
  cpu,
  description: nothing,
  disks: list(disk),
  efiDisk: object("efiDisk", {
    datastoreId: word("local-lvm"),
    fileFormat: string,
    preEnrolledKeys: off,
    type: defaulting(oneOf("2m", "4m"), "2m"),
  }),
  hookScriptFileId: nothing,
  hostpcis: list(hostpci),
  hotplug: string,
  initialization,
  keyboardLayout: word("en-us"),
  kvmArguments: nothing,
  macAddresses: list(string),
  machine: nothing,
  memory: object("memory", {
    dedicated: defaulting(integer, 512),
    floating: zero,
    hugepages: defaulting(oneOf("", "2", "1024", "any"), ""),
    keepHugepages: off,
    shared: zero,
  }),
  name: string,
  networkDevices: list(networkDevice),
  nodeName: required(string),
  numas: list(
    object("numa", {
      cpus: required(string),
      device: required(string),
      hostnodes: nothing,
      memory: required(integer),
      policy: word("preferred"),
    }),
  ),
  onBoot: on,
  operatingSystem: object("operatingSystem", { type: word("other") }),
  poolId: nothing,
  protection: off,
  rngs: list(
    object("rng", {
      maxBytes: defaulting(integer, 1024),
      period: defaulting(integer, 1000),
      source: required(string),
    }),
  ),
  scsiHardware: word("virtio-scsi-pci"),
  serialDevices: list(object("serialDevice", { device: word("socket") })),
  smbios: object("smbios", {
    family: nothing,
    manufacturer: nothing,
    product: nothing,
    serial: nothing,
    sku: nothing,
    uuid: string,
    version: nothing,
  }),
  started: on,
  startup: object("startup", {
    downDelay: defaulting(integer, -1),
    order: defaulting(integer, -1),
    upDelay: defaulting(integer, -1),
  }),
  tabletDevice: on,
  tags: { ...list(string), shape: { is: "list", of: string.shape, unordered: true } } as Field,
  template: off,
  tpmState: object("tpmState", {
    datastoreId: word("local-lvm"),
    version: defaulting(oneOf("v1.2", "v2.0"), "v2.0"),
  }),
  usbs: list(object("usb", { host: string, mapping: string, usb3: off })),
  vga: object("vga", { clipboard: nothing, memory: defaulting(integer, 16), type: word("std") }),
  virtiofs: list(
    object("virtiofs", {
      cache: word("auto"),
      directIo: off,
      exposeAcl: off,
      exposeXattr: off,
      mapping: required(string),
    }),
  ),
  vmId: integer,
  watchdog: object("watchdog", { action: word("none"), enabled: off, model: word("i6300esb") }),
  ...Object.fromEntries(Object.entries(outputs).map(([key, field]) => [key, { ...field, output: true }])),
};

/** As in the VmLegacy class of @muhlba91/pulumi-proxmoxve, defaults and replacements as in the Terraform provider under it. */
export const machine: Table = {
  shape: { is: "object", name: "VmLegacy", fields: () => fields },
  autoname: true,
};

/** What a block is where it is given and says nothing. */
export function defaultsOf(name: string): { [key: string]: string | number | boolean } {
  const shape = fields[name]?.shape;
  const inner = shape?.is === "list" ? shape.of : shape;
  const within = inner?.is === "object" ? inner.fields() : {};
  return Object.fromEntries(
    Object.entries(within).flatMap(([key, { default: value }]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

export function defaultOf(name: string): string | number | boolean | undefined {
  return fields[name]?.default;
}

/** Changes of these, deep in a block, make another machine. */
export const replacingPaths: RegExp[] = [
  /^clone(\.|$)/,
  /^disks\.\d+\.fileId$/,
  /^initialization\.(type|metaDataFileId|networkDataFileId|userDataFileId|vendorDataFileId)$/,
  /^tpmState\.version$/,
  /^efiDisk\.type$/,
  /^vmId$/,
];
