import { equal, isObject, objectAt, type Properties, type Value } from "../../framework/value.ts";
import { pairsOf } from "../words.ts";
import { driveOf, toldDisk } from "./drives.ts";
import { items } from "./settings.ts";

/** What the API tells of one machine. */
export interface Live {
  node: string;
  config: Properties;
  running: boolean;
  pool: string;
}

const diskKey = /^(ide|sata|scsi|virtio)\d+$/;

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
    ...initialization(config, before),
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

function storageOf(text: Value): string {
  return driveOf(text).volume.split(":")[0] ?? "";
}

function cdrom(config: Properties, before: Properties): Properties {
  if (!isObject(before.cdrom)) return {};
  const { volume } = driveOf(config[String(before.cdrom.interface)]);
  if (volume === "") return {};
  return { cdrom: { ...before.cdrom, fileId: volume === "cdrom" ? "" : volume } };
}

function initialization(config: Properties, before: Properties): Properties {
  const drive = Object.entries(config).find(
    ([key, value]) => diskKey.test(key) && String(value).includes("cloudinit"),
  );
  if (!drive) return {};
  const [key, text] = drive;
  const old = objectAt(before, "initialization");
  const files = pairsOf(config.cicustom);
  const account = objectAt(old, "userAccount");
  const keys = decodeURIComponent(String(config.sshkeys ?? ""))
    .split("\n")
    .filter((each) => each !== "");
  const ipConfigs = Object.keys(config)
    .filter((each) => /^ipconfig\d+$/.test(each))
    .toSorted()
    .map((each) => ipConfig(config[each]));
  const servers = String(config.nameserver ?? "")
    .split(/[ ,]+/)
    .filter((each) => each !== "");
  const told: Properties = {
    datastoreId: storageOf(text ?? ""),
    interface: old.interface === "" || old.interface === undefined ? "" : key,
    ...(ipConfigs.length > 0 && { ipConfigs }),
    ...((servers.length > 0 || config.searchdomain !== undefined) && {
      dns: { domain: String(config.searchdomain ?? ""), ...(servers.length > 0 && { servers }) },
    }),
    ...(files.user !== undefined && { userDataFileId: files.user }),
    ...(files.vendor !== undefined && { vendorDataFileId: files.vendor }),
    ...(files.network !== undefined && { networkDataFileId: files.network }),
    ...(files.meta !== undefined && { metaDataFileId: files.meta }),
    ...(config.citype !== undefined && { type: String(config.citype) }),
    ...((config.ciuser !== undefined || keys.length > 0 || config.cipassword !== undefined) && {
      userAccount: {
        ...(keys.length > 0 && { keys: sameKeys(keys, account.keys) }),
        ...(config.ciuser !== undefined && { username: String(config.ciuser) }),
        // The API tells stars in its place.
        ...(account.password !== undefined && { password: account.password }),
      },
    }),
    ...kept(old, ["upgrade", "fileFormat"]),
  };
  return { initialization: told };
}

/** White space at the end of a key is no difference. */
function sameKeys(keys: string[], before: Value | undefined): Value {
  const old = items(before).map((each) => String(each).trim());
  return equal(
    old,
    keys.map((each) => each.trim()),
  )
    ? items(before)
    : keys;
}

function ipConfig(text: Value | undefined): Properties {
  const { ip, gw, ip6, gw6 } = pairsOf(text);
  const family = (address?: string, gateway?: string) => ({ address: address ?? "", gateway: gateway ?? "" });
  return { ...((ip || gw) && { ipv4: family(ip, gw) }), ...((ip6 || gw6) && { ipv6: family(ip6, gw6) }) };
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

function card(text: Value | undefined, before: Properties): Properties {
  const { bridge, firewall, link_down, queues, rate, tag, mtu, trunks, model, macaddr, ...named } =
    pairsOf(text);
  const [kind = model ?? "virtio", address = macaddr ?? ""] = Object.entries(named)[0] ?? [];
  return {
    enabled: true,
    bridge: bridge ?? "",
    disconnected: link_down === "1",
    firewall: firewall === "1",
    model: kind,
    mtu: Number(mtu ?? 0),
    queues: Number(queues ?? 0),
    rateLimit: Number(rate ?? 0),
    trunks: trunks ?? "",
    vlanId: Number(tag ?? 0),
    // The API gives an address where the program gives none, and that is no difference.
    ...(before.macAddress !== undefined && { macAddress: equalAddress(before.macAddress, address) }),
  };
}

function equalAddress(before: Value, address: string): Value {
  return String(before).toUpperCase() === address.toUpperCase() ? before : address;
}

function hostpci(device: string, text: Value | undefined): Properties {
  const { host, mapping, mdev, pcie, rombar, romfile, "x-vga": xvga } = pairsOf(text, "host");
  return {
    device,
    ...(host !== undefined && { id: host }),
    ...(mapping !== undefined && { mapping }),
    ...(mdev !== undefined && { mdev }),
    ...(romfile !== undefined && { romFile: romfile }),
    pcie: pcie === "1",
    rombar: rombar !== "0",
    xvga: xvga === "1",
  };
}

function usb(text: Value | undefined): Properties {
  const { host, mapping, usb3 } = pairsOf(text, "host");
  return {
    ...(host !== undefined && { host }),
    ...(mapping !== undefined && { mapping }),
    usb3: usb3 === "1",
  };
}

function share(text: Value | undefined): Properties {
  const { dirid = "", cache, ...options } = pairsOf(text, "dirid");
  return {
    mapping: dirid,
    cache: cache ?? "auto",
    directIo: options["direct-io"] === "1",
    exposeAcl: options["expose-acl"] === "1",
    exposeXattr: options["expose-xattr"] === "1",
  };
}

export function kept(from: Properties, keys: string[]): Properties {
  return Object.fromEntries(
    keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key] ?? null]])),
  );
}
