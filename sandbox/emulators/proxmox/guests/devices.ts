import { PveError, parsePropertyString } from "../api/index.ts";
import { mappingNamed } from "../cluster/index.ts";
import type { Datacenter } from "../datacenter.ts";
import type { Guest } from "../records.ts";
import { formatOf } from "./settings.ts";

/** The host's devices that a guest takes as it starts: each is one guest's at a time. */
export function reservedDevices(guest: Guest, datacenter: Datacenter): string[] {
  const holders = new Map<string, number>();
  for (const other of datacenter.guests.all())
    if (other.vmid !== guest.vmid && other.node === guest.node)
      for (const device of other.devices ?? []) holders.set(device, other.vmid);
  const taken: string[] = [];
  for (const [key, text] of Object.entries(guest.config)) {
    if (!/^hostpci\d+$/.test(key)) continue;
    const { mapping, host = "" } = parsePropertyString(String(text), formatOf(key));
    const choices = mapping === undefined ? [host.split(";")] : mappedPaths(mapping, guest.node, datacenter);
    const free = choices.find((choice) =>
      choice.every((each) => !holders.has(each) && !taken.includes(each)),
    );
    const [first = ""] = choices[0] ?? [];
    if (!free)
      throw new PveError(
        `PCI device '${first}' already in use by VMID '${holders.get(first) ?? guest.vmid}'`,
      );
    taken.push(...free);
  }
  return taken;
}

/** What a mapping stands for on a node: any of several choices, each of one device or several. */
function mappedPaths(mapping: string, node: string, datacenter: Datacenter): string[][] {
  const { map } = mappingNamed("pci", mapping, datacenter) ?? {};
  if (!Array.isArray(map)) throw new PveError(`PCI device mapping not found for '${mapping}'`);
  const here = map.map((text) => parsePropertyString(text)).filter((entry) => entry.node === node);
  if (here.length === 0)
    throw new PveError(`PCI device mapping '${mapping}' has no device on node '${node}'`);
  return here.map((entry) => {
    const paths = String(entry.path).split(";");
    for (const path of paths) checkDevice(path, String(entry.id), node, datacenter);
    return paths;
  });
}

function checkDevice(path: string, id: string, node: string, datacenter: Datacenter): void {
  const invalid = "PCI device mapping invalid (hardware probably changed):";
  const device = datacenter.node(node).pci.find((each) => each.id === path || each.id.startsWith(`${path}.`));
  if (!device) throw new PveError(`${invalid} pci device '${path}' not found`);
  const actual = `${device.vendor}:${device.device}`.replaceAll("0x", "");
  if (actual !== id) throw new PveError(`${invalid} 'id' does not match for '${path}' (${actual} != ${id})`);
}
