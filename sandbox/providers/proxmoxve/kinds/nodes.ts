import {
  boolean,
  defaulting,
  integer,
  list,
  object,
  replacing,
  required,
  string,
} from "../../framework/shape.ts";
import { isObject, type Properties, type Value } from "../../framework/value.ts";
import type { Kind, Property } from "../kind.ts";
import { count, filled, flag, joined, output, part, steering, text } from "../words.ts";

const nodeName = steering(replacing(required(string)));

/** What every node has, and what is only ever changed: gone from the program, it stays as it is. */
function setting(
  name: string,
  folder: string,
  properties: Kind["properties"],
  more: Partial<Kind> = {},
): Kind {
  return {
    name,
    properties: { nodeName, ...properties },
    unsets: "default",
    id: (inputs) => `${String(inputs.nodeName)}_${folder}`,
    named: (id) => ({ nodeName: id.replace(new RegExp(`_${folder}$`), "") }),
    one: (inputs) => `/nodes/${part(inputs.nodeName)}/${folder}`,
    ...more,
  };
}

const dns = setting(
  "DnsLegacy",
  "dns",
  {
    domain: text("search", required(string)),
    servers: {
      field: list(string),
      api: "servers",
      write: () => undefined,
      read: (value) => value,
    },
  },
  {
    more: ({ servers }) =>
      Object.fromEntries(
        (Array.isArray(servers) ? servers : []).map((server, index) => [`dns${index + 1}`, String(server)]),
      ),
    async find(client, inputs, signal) {
      const { search, ...rest } = await client.object({
        path: `/nodes/${part(inputs.nodeName)}/dns`,
        signal,
      });
      const servers = ["dns1", "dns2", "dns3"].flatMap((key) => rest[key] ?? []);
      return { search: search ?? null, ...(servers.length > 0 && { servers }) };
    },
  },
);

const time = setting("TimeLegacy", "time", {
  timeZone: text("timezone", required(string)),
  localTime: output(moment("localtime")),
  utcTime: output(moment("time")),
});

function moment(api: string): Property {
  return {
    field: string,
    api,
    read: (value) => `${new Date(Number(value) * 1000).toISOString().slice(0, 19)}Z`,
  };
}

const entryField = required(
  list(object("entry", { address: required(string), hostnames: required(list(string)) })),
);

const hosts = setting(
  "HostsLegacy",
  "hosts",
  {
    entry: {
      field: entryField,
      api: "data",
      write: (value) =>
        items(value)
          .map(
            ({ address, hostnames }) =>
              `${String(address)} ${(Array.isArray(hostnames) ? hostnames : []).map(String).join(" ")}`,
          )
          .join("\n"),
      read: (value) =>
        String(value)
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== "" && !line.startsWith("#"))
          .map(hostOf),
    },
    addresses: output({ field: list(string) }),
    digest: output(text("digest")),
    entries: output({ field: list(object("entry", {})) }),
    hostnames: output({ field: list(list(string)) }),
  },
  { writes: "POST" },
);

function hostOf(line: string): Properties {
  const [address = "", ...hostnames] = line.split(/\s+/);
  return { address, hostnames };
}

function items(value: Value): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const interfaces: Kind["properties"] = {
  address: text("cidr"),
  address6: text("cidr6"),
  autostart: flag("autostart", defaulting(boolean, true)),
  // The API ends a comment with a line break of its own.
  comment: { ...text("comments"), read: (value) => String(value).replace(/\n+$/, "") },
  gateway: text("gateway"),
  gateway6: text("gateway6"),
  mtu: count("mtu"),
  nodeName,
  timeoutReload: steering(defaulting(integer, 100)),
};

function network(name: string, type: string, properties: Kind["properties"], more: Partial<Kind> = {}): Kind {
  return {
    name,
    autoname: true,
    properties: { ...interfaces, name: text("iface", replacing(string)), ...properties },
    key: ["iface"],
    id: (inputs) => `${String(inputs.nodeName)}:${String(inputs.name)}`,
    named(id) {
      const [node = "", iface = ""] = id.split(":");
      return { nodeName: node, name: iface };
    },
    list: (inputs) => `/nodes/${part(inputs.nodeName)}/network`,
    one: (inputs) => `/nodes/${part(inputs.nodeName)}/network/${part(inputs.name)}`,
    more: () => ({ type }),
    async find(client, inputs, signal) {
      const found = await client.find({
        path: `/nodes/${part(inputs.nodeName)}/network/${part(inputs.name)}`,
        signal,
      });
      return found && { ...found, iface: inputs.name ?? null };
    },
    // What was changed is only planned until the node's network is reloaded.
    settle: async (client, inputs, signal) => {
      await client.task({ method: "PUT", path: `/nodes/${part(inputs.nodeName)}/network`, signal });
    },
    ...more,
  };
}

const bridge = network("Bridge", "bridge", {
  ports: joined("bridge_ports", list(string), " "),
  vids: filled(text("bridge_vids")),
  vlanAware: filled(flag("bridge_vlan_aware")),
});

const vlan = network("Vlan", "vlan", {
  interface: filled(text("vlan-raw-device")),
  vlan: filled(count("vlan-id")),
});

const bond = network("Bond", "bond", {
  bondMode: filled(text("bond_mode")),
  bondPrimary: text("bond-primary"),
  bondXmitHashPolicy: text("bond_xmit_hash_policy"),
  slaves: joined("slaves", required(list(string)), " "),
});

const config: Kind = {
  ...setting("Config", "config", { description: text("description") }),
  unsets: "delete",
  id: (inputs) => String(inputs.nodeName),
  named: (id) => ({ nodeName: id }),
};

const levels = ["logLevelForward", "logLevelIn", "logLevelOut", "smurfLogLevel", "tcpFlagsLogLevel"];
const apiOfLevel: { [key: string]: string } = {
  logLevelForward: "log_level_forward",
  logLevelIn: "log_level_in",
  logLevelOut: "log_level_out",
  smurfLogLevel: "smurf_log_level",
  tcpFlagsLogLevel: "tcp_flags_log_level",
};

const firewall: Kind = {
  name: "Firewall",
  properties: {
    nodeName,
    enabled: filled(flag("enable")),
    ndp: filled(flag("ndp")),
    nfConntrackMax: filled(count("nf_conntrack_max")),
    nfConntrackTcpTimeoutEstablished: filled(count("nf_conntrack_tcp_timeout_established")),
    nftables: filled(flag("nftables")),
    nosmurfs: filled(flag("nosmurfs")),
    ...Object.fromEntries(levels.map((level) => [level, filled(text(apiOfLevel[level] ?? level))])),
  },
  id: (inputs) => String(inputs.nodeName),
  named: (id) => ({ nodeName: id }),
  one: (inputs) => `/nodes/${part(inputs.nodeName)}/firewall/options`,
  async remove(client, inputs, signal) {
    const gone = Object.values(firewall.properties).flatMap(({ api }) => api ?? []);
    await client.call({
      method: "PUT",
      path: firewall.one(inputs),
      form: { delete: gone.join(",") },
      signal,
    });
  },
};

export const nodes: { [type: string]: Kind } = {
  "index/dnsLegacy:DnsLegacy": dns,
  "index/timeLegacy:TimeLegacy": time,
  "index/hostsLegacy:HostsLegacy": hosts,
  "network/linux/bridge:Bridge": bridge,
  "network/linux/vlan:Vlan": vlan,
  "network/linux/bond:Bond": bond,
  "node/config:Config": config,
  "node/firewall:Firewall": firewall,
};
