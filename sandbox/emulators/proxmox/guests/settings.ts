import { createHash, randomBytes, randomUUID } from "node:crypto";
import { demand, privilegesOf } from "../access/index.ts";
import { type Call, PveError, parsePropertyString, printPropertyString } from "../api/index.ts";
import { schemaOf } from "../api/parameters.ts";
import { description } from "../description/description.ts";
import type { Config } from "../records.ts";
import { diskKeys } from "./guest.ts";

/** Which right each setting takes; a setting of which nothing is said is for root alone. */
const rights: [pattern: RegExp, privilege: string][] = [
  [/^(cores|cpu|cpulimit|cpuunits|numa\d*|smp|sockets|vcpus)$/, "VM.Config.CPU"],
  [/^(memory|balloon|shares)$/, "VM.Config.Memory"],
  [
    /^(acpi|hotplug|kvm|machine|scsihw|smbios1|tablet|vga|watchdog|audio0|rng0|hugepages|keephugepages|vmgenid|allow-ksm|amd-sev|intel-tdx)$/,
    "VM.Config.HWType",
  ],
  [
    /^(agent|autostart|bios|description|keyboard|localtime|migrate_downtime|migrate_speed|name|onboot|ostype|protection|reboot|startdate|startup|tdf|template|tags|freeze|spice_enhancements|ivshmem)$/,
    "VM.Config.Options",
  ],
  [/^(boot|bootdisk|vmstatestorage|unused\d+)$/, "VM.Config.Disk"],
  [
    /^(cicustom|cipassword|citype|ciuser|ciupgrade|nameserver|searchdomain|sshkeys|ipconfig\d+)$/,
    "VM.Config.Cloudinit",
  ],
  [/^net\d+$/, "VM.Config.Network"],
  [/^(hostpci|usb|serial|parallel|virtiofs)\d+$/, "VM.Config.HWType"],
];

/** Takes effect while the guest runs; everything else waits for its next start. */
const immediate =
  /^(lock|name|onboot|shares|startup|description|protection|vmstatestorage|hookscript|tags|template|cpulimit|cpuunits|net\d+|usb\d+|ci(custom|password|type|user|upgrade)|nameserver|searchdomain|sshkeys|ipconfig\d+|unused\d+)$/;

export function isImmediate(key: string): boolean {
  return immediate.test(key) || (diskKeys.test(key) && key !== "efidisk0" && key !== "tpmstate0");
}

/** Refuses what the caller may not set, as the vendor does setting by setting. */
export function checkSettings(settings: Config, call: Call): void {
  if (call.caller === "root@pam") return;
  const { vmid, pool } = call.parameters;
  // One that is made in a pool is not in it yet: the right to the pool is enough.
  const mayInPool = (right: string) =>
    pool !== undefined && privilegesOf(call.caller, `/pool/${pool}`, call.datacenter).has(right);
  const need = (right: string) => mayInPool(right) || demand(call, `/vms/${vmid}`, right);
  for (const [key, value] of Object.entries(settings)) {
    if (diskKeys.test(key)) {
      const isCd = String(value).includes("media=cdrom") || String(value).includes(":cloudinit");
      need(isCd ? "VM.Config.CDROM" : "VM.Config.Disk");
      continue;
    }
    const right = rights.find(([pattern]) => pattern.test(key))?.[1];
    if (right === undefined) throw new PveError(`only root can set '${key}' config`);
    checkDevice(key, String(value), call);
    need(right);
  }
}

/** A device of the host itself is for root alone; one that was mapped, for whom may use the mapping. */
function checkDevice(key: string, value: string, call: Call): void {
  const [, kind] = /^(hostpci|usb|virtiofs)\d+$/.exec(key) ?? [];
  if (kind === undefined) return;
  const { mapping, host, dirid } = parsePropertyString(value, formatOf(key));
  const folder = kind === "hostpci" ? "pci" : kind === "usb" ? "usb" : "dir";
  const mapped = mapping ?? dirid;
  if (mapped !== undefined) demand(call, `/mapping/${folder}/${mapped}`, "Mapping.Use");
  else if (host !== "spice") throw new PveError(`only root can set '${key}' config for non-mapped devices`);
}

/** The properties of a setting's text, as the vendor describes them. */
export function formatOf(key: string) {
  const { parameters = {} } = description.get("/nodes/{node}/qemu")?.POST ?? {};
  const format = schemaOf(key, parameters)?.format;
  return typeof format === "object" ? format : {};
}

/** A setting as it is kept: with the address that a card gets, without the words of a password. */
export function keptSetting(
  key: string,
  value: string | number,
  before: string | number | undefined,
): string | number {
  if (/^net\d+$/.test(key)) return withAddress(String(value), before);
  if (key === "cipassword" && !String(value).startsWith("$")) return hiddenPassword(String(value));
  if (key === "smbios1" && !/(^|,)uuid=/.test(String(value))) return `${value},uuid=${uuidOf(before)}`;
  return value;
}

function uuidOf(before: string | number | undefined): string {
  return /uuid=([0-9a-f-]{36})/.exec(String(before))?.[1] ?? randomUUID();
}

function withAddress(text: string, before: string | number | undefined): string {
  const format = formatOf("net0");
  const { model = "virtio", macaddr, ...options } = parsePropertyString(text, format);
  const old = before === undefined ? undefined : parsePropertyString(String(before), format).macaddr;
  return printPropertyString({ [model]: macaddr ?? old ?? newAddress(), ...options });
}

export function newAddress(): string {
  const tail = randomBytes(3).toString("hex").toUpperCase().match(/../g) ?? [];
  return ["BC", "24", "11", ...tail].join(":");
}

function hiddenPassword(text: string): string {
  const salt = randomBytes(6).toString("base64url");
  return `$5$${salt}$${createHash("sha256").update(salt).update(text).digest("base64url")}`;
}

/** What a guest starts up from, where nothing is said: its first disk, then its first card. */
export function defaultBoot(config: Config): string {
  const disk = Object.keys(config).find(
    (key) => /^(ide|sata|scsi|virtio)\d+$/.test(key) && !String(config[key]).includes("media=cdrom"),
  );
  const card = Object.keys(config).find((key) => /^net\d+$/.test(key));
  return `order=${[disk, card].filter((key) => key !== undefined).join(";")}`;
}

/** Asked of a change alone: as a guest is made, the vendor takes any order. */
export function checkBoot(config: Config): void {
  const { order = "" } = parsePropertyString(String(config.boot ?? ""), { legacy: { default_key: 1 } });
  for (const device of order.split(";").filter((each) => each !== ""))
    if (config[device] === undefined)
      throw new PveError(`invalid bootorder: device '${device}' does not exist'`);
}
