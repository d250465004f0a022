import { randomUUID } from "node:crypto";
import { isObject, objectAt, type Properties, type Value } from "../../framework/value.ts";
import type { Form } from "../client.ts";
import { printPairs } from "../words.ts";
import { defaultOf, defaultsOf } from "./table.ts";

/** The inputs as parameters of the API: all but the disks and the drives, which have a life of their own. */
export function settingsOf(inputs: Properties): Form {
  const block = (name: string) => ({ ...defaultsOf(name), ...objectAt(inputs, name) });
  const [agent, cpu, memory] = [block("agent"), block("cpu"), block("memory")];
  const said = (name: string) => inputs[name] ?? defaultOf(name);
  const flags = items(cpu.flags).map(String).join(";");
  return present({
    acpi: said("acpi"),
    agent: printPairs({
      enabled: yes(agent.enabled),
      fstrim_cloned_disks: yes(agent.trim),
      type: String(agent.type),
    }),
    affinity: cpu.affinity,
    arch: cpu.architecture,
    args: said("kvmArguments"),
    balloon: memory.floating,
    bios: said("bios"),
    cores: cpu.cores,
    cpu: `cputype=${String(cpu.type)}${flags === "" ? "" : `,flags=${flags}`}`,
    cpulimit: Number(cpu.limit) > 0 ? cpu.limit : "",
    cpuunits: cpu.units ?? "",
    description: said("description"),
    hookscript: said("hookScriptFileId"),
    hotplug: inputs.hotplug ?? "",
    hugepages: memory.hugepages,
    keephugepages: memory.keepHugepages === true ? 1 : "",
    keyboard: said("keyboardLayout"),
    machine: said("machine"),
    memory: memory.dedicated,
    name: inputs.name ?? "",
    numa: cpu.numa,
    onboot: said("onBoot"),
    ostype: block("operatingSystem").type,
    protection: said("protection"),
    scsihw: said("scsiHardware"),
    sockets: cpu.sockets,
    tablet: said("tabletDevice"),
    tags: items(inputs.tags).map(String).toSorted().join(";"),
    vcpus: Number(cpu.hotplugged) > 0 ? cpu.hotplugged : "",
    boot:
      items(inputs.bootOrders).length > 0 ? `order=${items(inputs.bootOrders).map(String).join(";")}` : "",
    ...devices(inputs),
    ...cloudInit(inputs),
  });
}

function devices(inputs: Properties): { [key: string]: Value } {
  const [vga, startup, smbios, watchdog, audio] = ["vga", "startup", "smbios", "watchdog", "audioDevice"].map(
    (name) => objectAt(inputs, name),
  );
  return {
    ...numbered(
      "serial",
      items(inputs.serialDevices).map((each) => text(each, "device")),
    ),
    ...numbered(
      "net",
      items(inputs.networkDevices).map((each) =>
        isObject(each) && each.enabled !== false ? card(each) : "",
      ),
    ),
    ...numbered(
      "usb",
      items(inputs.usbs)
        .filter(isObject)
        .map((usb) => printPairs({ host: word(usb.host), mapping: word(usb.mapping), usb3: yes(usb.usb3) })),
    ),
    ...numbered("virtiofs", items(inputs.virtiofs).filter(isObject).map(share)),
    ...Object.fromEntries(
      items(inputs.hostpcis)
        .filter(isObject)
        .map((pci) => [word(pci.device) ?? "hostpci0", passedThrough(pci)]),
    ),
    ...Object.fromEntries(
      items(inputs.numas)
        .filter(isObject)
        .map((numa) => [word(numa.device) ?? "numa0", numaOf(numa)]),
    ),
    ...(items(inputs.rngs).filter(isObject).length > 0 && { rng0: rngOf(items(inputs.rngs)[0] ?? {}) }),
    ...(inputs.vga !== undefined && {
      vga: printPairs({ type: word(vga?.type), memory: count(vga?.memory), clipboard: word(vga?.clipboard) }),
    }),
    ...(inputs.startup !== undefined && {
      startup: printPairs({
        order: natural(startup?.order),
        up: natural(startup?.upDelay),
        down: natural(startup?.downDelay),
      }),
    }),
    ...(inputs.smbios !== undefined && { smbios1: smbiosOf(smbios ?? {}) }),
    ...(watchdog?.enabled === true && {
      watchdog: printPairs({ model: word(watchdog.model), action: word(watchdog.action) }),
    }),
    ...(inputs.audioDevice !== undefined &&
      audio?.enabled !== false && {
        audio0: printPairs({ device: word(audio?.device), driver: word(audio?.driver) }),
      }),
    ...(inputs.amdSev !== undefined && { "amd-sev": word(objectAt(inputs, "amdSev").type) ?? "std" }),
  };
}

function card(device: Properties): string {
  return printPairs({
    model: word(device.model) ?? "virtio",
    bridge: word(device.bridge),
    firewall: yes(device.firewall),
    link_down: device.disconnected === true ? 1 : undefined,
    macaddr: word(device.macAddress),
    queues: count(device.queues),
    rate: count(device.rateLimit),
    tag: count(device.vlanId),
    mtu: count(device.mtu),
    trunks: word(device.trunks),
  });
}

function passedThrough(pci: Properties): string {
  const options = {
    mdev: word(pci.mdev),
    pcie: yes(pci.pcie),
    rombar: yes(pci.rombar ?? true),
    romfile: word(pci.romFile),
    "x-vga": yes(pci.xvga),
  };
  return printPairs({ host: word(pci.id), mapping: word(pci.mapping), ...options });
}

function share(fs: Properties): string {
  const options = { "direct-io": fs.directIo, "expose-acl": fs.exposeAcl, "expose-xattr": fs.exposeXattr };
  const switched = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, value === true ? 1 : undefined]),
  );
  return printPairs({
    dirid: word(fs.mapping),
    cache: fs.cache === "auto" ? undefined : word(fs.cache),
    ...switched,
  });
}

function numaOf(numa: Properties): string {
  return printPairs({
    cpus: word(numa.cpus),
    hostnodes: word(numa.hostnodes),
    memory: count(numa.memory),
    policy: word(numa.policy),
  });
}

function rngOf(rng: Value): string {
  const { source, maxBytes, period } = isObject(rng) ? rng : {};
  return printPairs({ source: word(source), max_bytes: count(maxBytes), period: count(period) });
}

function smbiosOf({ uuid, ...texts }: Properties): string {
  const coded = Object.entries(texts).map(([key, value]) => [
    key,
    value ? Buffer.from(String(value)).toString("base64") : undefined,
  ]);
  return printPairs({ base64: 1, ...Object.fromEntries(coded), uuid: word(uuid) ?? randomUUID() });
}

/** What cloud-init tells the machine at its first start. */
function cloudInit(inputs: Properties): { [key: string]: Value } {
  if (!isObject(inputs.initialization)) return {};
  const init = inputs.initialization;
  const [dns, account] = [objectAt(init, "dns"), objectAt(init, "userAccount")];
  const keys = items(account.keys).map(String);
  const files = {
    meta: word(init.metaDataFileId),
    network: word(init.networkDataFileId),
    user: word(init.userDataFileId),
    vendor: word(init.vendorDataFileId),
  };
  return {
    ...numbered("ipconfig", items(init.ipConfigs).map(ipConfig)),
    nameserver: items(dns.servers).map(String).join(" "),
    searchdomain: word(dns.domain) ?? "",
    ciuser: word(account.username) ?? "",
    cipassword: word(account.password) ?? "",
    sshkeys: keys.length > 0 ? encodeURIComponent(keys.join("\n")) : "",
    cicustom: printPairs(files),
    citype: word(init.type) ?? "",
    ...(typeof init.upgrade === "boolean" && { ciupgrade: init.upgrade }),
  };
}

function ipConfig(config: Value): string {
  const [ipv4, ipv6] = isObject(config) ? [objectAt(config, "ipv4"), objectAt(config, "ipv6")] : [{}, {}];
  return printPairs({
    gw: word(ipv4.gateway),
    gw6: word(ipv6.gateway),
    ip: word(ipv4.address),
    ip6: word(ipv6.address),
  });
}

function numbered(prefix: string, texts: string[]): { [key: string]: string } {
  return Object.fromEntries(
    texts.flatMap((each, index) => (each === "" ? [] : [[`${prefix}${index}`, each]])),
  );
}

/** An empty text is a setting that is not made. */
function present(form: { [key: string]: Value | undefined }): Form {
  const said = Object.entries(form).filter(
    ([, value]) => value !== undefined && value !== "" && value !== null,
  );
  return Object.fromEntries(
    said.map(([key, value]) => [key, typeof value === "boolean" ? Number(value) : String(value)]),
  );
}

export function items(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Value, key: string): string {
  return isObject(value) ? String(value[key] ?? "") : "";
}

function word(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function yes(value: Value | undefined): number {
  return value === true ? 1 : 0;
}

/** Nought means that nothing is said. */
function count(value: Value | undefined): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}

function natural(value: Value | undefined): number | undefined {
  return typeof value === "number" && value >= 0 ? value : undefined;
}
