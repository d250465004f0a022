import { listItems } from "../api/formats.ts";
import { type Call, type Handlers, PveError, type Section } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";

interface Networks {
  /** As the node runs it, and as it will once it is reloaded. */
  active: Record<string, Section>;
  planned: Record<string, Section>;
}

const networks = (datacenter: Datacenter) => datacenter.collection<Networks>("networks");

function networksOf(node: string, datacenter: Datacenter): Networks {
  return networks(datacenter).get(node) ?? { active: {}, planned: {} };
}

/** A node as its installer leaves it: one card, and the bridge on it that has the node's address. */
export function plantNetworks(datacenter: Datacenter): void {
  for (const { name, address } of datacenter.seed.nodes) {
    if (networks(datacenter).has(name)) continue;
    const gateway = `${address.split(".").slice(0, 3).join(".")}.1`;
    const own = {
      nic0: { type: "eth", method: "manual", method6: "manual", exists: 1 },
      vmbr0: {
        type: "bridge",
        method: "static",
        method6: "manual",
        cidr: `${address}/24`,
        address,
        netmask: "24",
        gateway,
        bridge_ports: "nic0",
        bridge_stp: "off",
        bridge_fd: "0",
        autostart: 1,
      },
    };
    networks(datacenter).put(name, { active: own, planned: own });
  }
}

export function hasBridge(node: string, bridge: string, datacenter: Datacenter): boolean {
  return /^(OVS)?bridge$/i.test(String(networksOf(node, datacenter).active[bridge]?.type));
}

/** The network that a bridge is in, as an address and the length of its prefix. */
export function networkOf(node: string, bridge: string, datacenter: Datacenter): string {
  const { cidr } = networksOf(node, datacenter).active[bridge] ?? {};
  return cidr === undefined ? `${datacenter.node(node).address}/24` : String(cidr);
}

const path = "/nodes/{node}/network";

export const networkHandlers: Handlers = {
  [`GET ${path}`]: (call) => {
    const { planned, active } = ofCall(call);
    const { type } = call.parameters;
    const wanted = (section: Section) =>
      type === undefined ||
      section.type === type ||
      (type === "any_bridge" && /bridge$/i.test(String(section.type)));
    return Object.entries(planned)
      .filter(([, section]) => wanted(section))
      .map(([iface, section], index) => ({
        iface,
        ...shown(section),
        priority: index + 3,
        ...(active[iface] && section.autostart && { active: 1 }),
      }));
  },
  [`POST ${path}`]: (call) => {
    const iface = String(call.parameters.iface);
    if (ofCall(call).planned[iface])
      throw new PveError("Parameter verification failed.", 400, { iface: "interface already exists" });
    return put(call, iface, {});
  },
  [`GET ${path}/{iface}`]: (call) => {
    const { planned } = ofCall(call);
    return {
      ...shown(found(call, planned)),
      priority: Object.keys(planned).indexOf(String(call.parameters.iface)) + 3,
    };
  },
  [`PUT ${path}/{iface}`]: (call) =>
    put(call, String(call.parameters.iface), found(call, ofCall(call).planned)),
  [`DELETE ${path}/{iface}`]: (call) => {
    const all = ofCall(call);
    found(call, all.planned);
    delete all.planned[String(call.parameters.iface)];
    networks(call.datacenter).put(String(call.parameters.node), all);
    return null;
  },
  // Reloads the node's network: until then, what was changed is only planned.
  [`PUT ${path}`]: ({ datacenter, caller, parameters }) => {
    const node = String(parameters.node);
    const { planned } = networksOf(node, datacenter);
    networks(datacenter).put(node, { active: planned, planned });
    return datacenter.tasks.start({
      node,
      type: "srvreload",
      id: "networking",
      user: caller,
      effect: "nothing",
      data: {},
    });
  },
  [`DELETE ${path}`]: ({ datacenter, parameters }) => {
    const node = String(parameters.node);
    const { active } = networksOf(node, datacenter);
    networks(datacenter).put(node, { active, planned: active });
    return null;
  },
};

function ofCall({ datacenter, parameters }: Call): Networks {
  return networksOf(String(parameters.node), datacenter);
}

function found({ parameters }: Call, planned: Record<string, Section>): Section {
  const section = planned[String(parameters.iface)];
  if (!section)
    throw new PveError("Parameter verification failed.", 400, { iface: "interface does not exist" });
  return section;
}

function put(call: Call, iface: string, before: Section): null {
  const { node, iface: _, delete: gone, digest: __, ...given } = call.parameters;
  const all = ofCall(call);
  const section: Section = { ...before, ...given };
  for (const key of listItems(String(gone ?? ""))) {
    delete section[key];
    if (key === "cidr") delete section.address;
  }
  if (section.type === "bridge" && section.bridge_ports !== undefined)
    for (const port of listItems(String(section.bridge_ports)))
      if (!all.planned[port.split(".")[0] ?? ""])
        throw new PveError(`unable to configure bridge '${iface}' - port '${port}' does not exist`);
  const [, address, netmask] = /^([^/]+)\/(\d+)$/.exec(String(section.cidr ?? "")) ?? [];
  all.planned[iface] = {
    ...section,
    method: address === undefined ? "manual" : "static",
    method6: section.cidr6 === undefined ? "manual" : "static",
    ...(address !== undefined && netmask !== undefined && { address, netmask }),
  };
  networks(call.datacenter).put(String(node), all);
  return null;
}

/** As the vendor tells it: these numbers as text. */
function shown(section: Section): Section {
  const texts = ["mtu", "vlan-id"].filter((key) => section[key] !== undefined);
  const families = ["inet", ...(section.cidr6 === undefined ? [] : ["inet6"])];
  return { ...section, families, ...Object.fromEntries(texts.map((key) => [key, String(section[key])])) };
}
