import { createHash } from "node:crypto";
import { listItems } from "../api/formats.ts";
import { type Call, digestOf, type Handlers, PveError, type Section } from "../api/index.ts";
import { networkHandlers } from "./network.ts";
import { memoryInUse, nodeStatus } from "./status.ts";
import { taskHandlers } from "./tasks.ts";

const one = "/nodes/{node}";

export const nodeHandlers: Handlers = {
  ...networkHandlers,
  ...taskHandlers,
  "GET /version": ({ datacenter }) => version(datacenter.seed.version),
  "GET /nodes": ({ datacenter }) =>
    datacenter.seed.nodes.map((node) => ({
      id: `node/${node.name}`,
      type: "node",
      ...nodeStatus(node, datacenter),
    })),
  [`GET ${one}/version`]: ({ datacenter }) => version(datacenter.seed.version),
  [`GET ${one}/status`]: (call) => {
    const { datacenter } = call;
    const { name, cores, memory, cpu } = nodeOf(call);
    const used = memoryInUse(name, memory, datacenter);
    return {
      cpu: 0.02,
      cpuinfo: {
        cores,
        cpus: cores,
        sockets: 1,
        model: cpu,
        mhz: "3400.000",
        hvm: "1",
        flags: "vmx",
        user_hz: 100,
      },
      memory: { total: memory, used, free: memory - used, available: memory - used },
      swap: { total: 0, used: 0, free: 0 },
      rootfs: { total: 100 * 2 ** 30, used: 8 * 2 ** 30, avail: 92 * 2 ** 30, free: 92 * 2 ** 30 },
      loadavg: ["0.10", "0.10", "0.10"],
      kversion: "Linux 6.17.2-1-pve",
      "current-kernel": { sysname: "Linux", release: "6.17.2-1-pve", version: "#1 SMP", machine: "x86_64" },
      "boot-info": { mode: "efi", secureboot: 0 },
      pveversion: `pve-manager/${datacenter.seed.version}`,
      uptime: nodeStatus(nodeOf(call), datacenter).uptime,
      wait: 0,
      idle: 0,
    };
  },
  [`GET ${one}/dns`]: (call) => kept("dns", call) ?? { search: "local", dns1: "1.1.1.1" },
  [`PUT ${one}/dns`]: (call) => keep("dns", call, call.parameters),
  [`GET ${one}/time`]: (call) => {
    const time = Math.floor(Date.now() / 1000);
    return { timezone: kept("time", call)?.timezone ?? "UTC", time, localtime: time };
  },
  [`PUT ${one}/time`]: (call) => keep("time", call, call.parameters),
  [`GET ${one}/hosts`]: (call) => {
    const data = String(kept("hosts", call)?.data ?? defaultHosts(call));
    return { data, digest: createHash("sha1").update(data).digest("hex") };
  },
  [`POST ${one}/hosts`]: (call) => {
    const before = String(kept("hosts", call)?.data ?? defaultHosts(call));
    const { digest, data = "" } = call.parameters;
    if (digest !== undefined && digest !== createHash("sha1").update(before).digest("hex"))
      throw new PveError("detected modified configuration - file changed by other user? Try again.");
    return keep("hosts", call, { data });
  },
  [`GET ${one}/config`]: (call) => {
    const config = kept("config", call) ?? {};
    return { ...config, digest: digestOf(config) };
  },
  [`PUT ${one}/config`]: (call) => {
    const { delete: gone, digest: _, node: __, ...given } = call.parameters;
    const config = { ...kept("config", call), ...given };
    for (const key of listItems(String(gone ?? ""))) delete config[key];
    return keep("config", call, config);
  },
  [`GET ${one}/hardware`]: () => [{ type: "pci" }, { type: "usb" }],
  [`GET ${one}/hardware/pci`]: (call) =>
    nodeOf(call).pci.map((device) => ({
      id: device.id,
      class: device.class,
      vendor: device.vendor,
      device: device.device,
      iommugroup: device.iommugroup,
      vendor_name: device.vendorName,
      device_name: device.name,
      ...(device.subsystemVendor !== undefined && { subsystem_vendor: device.subsystemVendor }),
      ...(device.subsystemDevice !== undefined && { subsystem_device: device.subsystemDevice }),
    })),
  [`GET ${one}/hardware/usb`]: (call) =>
    nodeOf(call).usb.map(({ vendor, product, bus, port, name }, index) => ({
      vendid: vendor,
      prodid: product,
      product: name,
      busnum: bus,
      devnum: index + 2,
      port: Number(port),
      usbpath: port,
      level: 1,
      class: 0,
      speed: "480",
    })),
};

function version(text: string) {
  return { version: text, release: text.split(".").slice(0, 2).join("."), repoid: "d96a0bf5e1a3ae1c" };
}

function nodeOf({ datacenter, parameters }: Call) {
  return datacenter.node(String(parameters.node));
}

function kept(sort: string, { datacenter, parameters }: Call): Section | undefined {
  return datacenter.collection<Section>(`node-${sort}`).get(String(parameters.node));
}

function keep(sort: string, { datacenter, parameters }: Call, section: Section): null {
  const { node: _, digest: __, ...rest } = section;
  datacenter.collection<Section>(`node-${sort}`).put(String(parameters.node), rest);
  return null;
}

function defaultHosts(call: Call): string {
  const { name, address } = nodeOf(call);
  return `127.0.0.1 localhost.localdomain localhost\n${address} ${name}.local ${name}\n`;
}
