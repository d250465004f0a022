import { crc32 } from "node:zlib";
import {
  boolean,
  defaulting,
  integer,
  list,
  object,
  oneOf,
  replacing,
  required,
  set,
  string,
} from "../../framework/shape.ts";
import { isObject, type Properties, type Value } from "../../framework/value.ts";
import type { Client, Form } from "../client.ts";
import type { Kind } from "../record.ts";
import { flag, pairsOf, part, printPairs, steering, text } from "../words.ts";

/** Whose firewall it is: a guest's, a node's, or else the cluster's. */
const selector: Kind["properties"] = {
  containerId: steering(replacing(integer)),
  nodeName: steering(replacing(string)),
  vmId: steering(replacing(integer)),
};

function base({ nodeName, vmId, containerId }: Properties): string {
  if (vmId !== undefined) return `/nodes/${part(nodeName)}/qemu/${part(vmId)}/firewall`;
  if (containerId !== undefined) return `/nodes/${part(nodeName)}/lxc/${part(containerId)}/firewall`;
  return nodeName !== undefined ? `/nodes/${part(nodeName)}/firewall` : "/cluster/firewall";
}

/** As the official provider makes an id for what has none: a checksum of its path. */
function hashed(word: string, path: string): string {
  return `${word}-${crc32(path.slice(1))}`;
}

/** cluster, node/pve1, vm/pve1/100 or container/pve1/100, and what follows. */
function selected(id: string): Properties {
  const [kind, nodeName = "", guest = ""] = id.split("/");
  if (kind === "vm") return { nodeName, vmId: Number(guest) };
  if (kind === "container") return { nodeName, containerId: Number(guest) };
  return kind === "node" ? { nodeName } : {};
}

const level = (api: string) =>
  text(
    api,
    defaulting(
      oneOf("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug", "nolog"),
      "nolog",
    ),
  );
const policy = (api: string, value: string) =>
  text(api, defaulting(oneOf("ACCEPT", "DROP", "REJECT"), value));

const options: Kind = {
  name: "OptionsLegacy",
  properties: {
    ...selector,
    nodeName: steering(replacing(required(string))),
    dhcp: flag("dhcp", defaulting(boolean, false)),
    enabled: flag("enable", defaulting(boolean, false)),
    inputPolicy: policy("policy_in", "DROP"),
    ipfilter: flag("ipfilter", defaulting(boolean, false)),
    logLevelIn: level("log_level_in"),
    logLevelOut: level("log_level_out"),
    macfilter: flag("macfilter", defaulting(boolean, true)),
    ndp: flag("ndp", defaulting(boolean, false)),
    outputPolicy: policy("policy_out", "ACCEPT"),
    radv: flag("radv", defaulting(boolean, true)),
  },
  unsets: "default",
  id: (inputs) => hashed("options", `${base(inputs)}/options`),
  named: selected,
  one: (inputs) => `${base(inputs)}/options`,
};

const cluster: Kind = {
  name: "FirewallLegacy",
  properties: {
    ebtables: flag("ebtables", defaulting(boolean, true)),
    enabled: flag("enable", defaulting(boolean, false)),
    forwardPolicy: text("policy_forward", defaulting(oneOf("ACCEPT", "DROP"), "ACCEPT")),
    inputPolicy: policy("policy_in", "DROP"),
    logRatelimit: {
      field: object("logRatelimit", {
        burst: defaulting(integer, 5),
        enabled: defaulting(boolean, true),
        rate: defaulting(string, "1/second"),
      }),
      api: "log_ratelimit",
      write: (value) =>
        isObject(value)
          ? printPairs({
              enable: value.enabled === true,
              burst: Number(value.burst),
              rate: String(value.rate),
            })
          : undefined,
      read: (value) => {
        const { enable, burst, rate } = pairsOf(value, "enable");
        return { enabled: enable === "1", burst: Number(burst ?? 5), rate: rate ?? "1/second" };
      },
    },
    outputPolicy: policy("policy_out", "ACCEPT"),
  },
  unsets: "default",
  id: () => "cluster-firewall",
  named: () => ({}),
  one: () => "/cluster/firewall/options",
};

const alias: Kind = {
  name: "AliasLegacy",
  autoname: true,
  properties: {
    ...selector,
    cidr: text("cidr", required(string)),
    comment: text("comment", defaulting(string, "")),
    name: text("name", replacing(string)),
  },
  unsets: "empty",
  id: ({ name }) => String(name),
  named: (id) => ({ ...selected(id), name: id.split("/").at(-1) ?? id }),
  list: (inputs) => `${base(inputs)}/aliases`,
  one: (inputs) => `${base(inputs)}/aliases/${part(inputs.name)}`,
  key: ["name"],
};

const entry = object("cidr", {
  comment: defaulting(string, ""),
  name: required(string),
  nomatch: defaulting(boolean, false),
});

const ipset: Kind = {
  name: "IpsetLegacy",
  autoname: true,
  properties: {
    ...selector,
    cidrs: { field: replacing(set(entry)), api: "cidrs", write: () => undefined, read: (value) => value },
    comment: text("comment", defaulting(string, "")),
    name: text("name", replacing(string)),
  },
  id: ({ name }) => String(name),
  named: (id) => ({ ...selected(id), name: id.split("/").at(-1) ?? id }),
  list: (inputs) => `${base(inputs)}/ipset`,
  one: (inputs) => `${base(inputs)}/ipset`,
  writes: "POST",
  unsets: "default",
  // Changed by being made again under the name that it has.
  changes: ({ name }) => ({ name: String(name), rename: String(name) }),
  async find(client, inputs, signal) {
    const all = await client.list({ path: `${base(inputs)}/ipset`, signal });
    const found = all.find(({ name }) => name === inputs.name);
    if (!found) return undefined;
    const entries = await client.list({ path: `${base(inputs)}/ipset/${part(inputs.name)}`, signal });
    const cidrs = entries.map(
      ({ cidr, comment, nomatch }): Properties => ({
        name: cidr ?? "",
        comment: comment ?? "",
        nomatch: Number(nomatch ?? 0) === 1,
      }),
    );
    return { ...found, ...(cidrs.length > 0 && { cidrs }) };
  },
  async settle(client, inputs, signal) {
    const path = `${base(inputs)}/ipset/${part(inputs.name)}`;
    const found = await ipset.find?.(client, inputs, signal);
    if (!found) return;
    const there = new Set(items(found.cidrs).map(({ name }) => name));
    for (const { name, comment, nomatch } of items(inputs.cidrs))
      if (!there.has(name ?? null))
        await client.call({
          method: "POST",
          path,
          form: {
            cidr: String(name),
            ...(comment ? { comment: String(comment) } : {}),
            ...(nomatch === true && { nomatch: 1 }),
          },
          signal,
        });
  },
  async remove(client, inputs, signal) {
    const found = await ipset.find?.(client, inputs, signal);
    const path = `${base(inputs)}/ipset/${part(inputs.name)}`;
    for (const { name } of items(found?.cidrs)) await client.drop({ path: `${path}/${part(name)}`, signal });
    await client.drop({ path, signal });
  },
};

const rule = object("rule", {
  action: string,
  comment: defaulting(string, ""),
  dest: defaulting(string, ""),
  dport: defaulting(string, ""),
  enabled: defaulting(boolean, true),
  iface: defaulting(string, ""),
  log: defaulting(string, ""),
  macro: defaulting(string, ""),
  pos: integer,
  proto: defaulting(string, ""),
  securityGroup: defaulting(string, ""),
  source: defaulting(string, ""),
  sport: defaulting(string, ""),
  type: oneOf("in", "out", "forward"),
});

const texts = ["comment", "dest", "dport", "iface", "log", "macro", "proto", "source", "sport"];

function ruleForm(given: Properties): Form {
  const said = texts.filter((key) => given[key]).map((key) => [key, String(given[key])]);
  const what = given.securityGroup
    ? { type: "group", action: String(given.securityGroup) }
    : { type: String(given.type), action: String(given.action) };
  return { ...what, enable: given.enabled === false ? 0 : 1, ...Object.fromEntries(said) };
}

function toldRule(live: Properties): Properties {
  const said = Object.fromEntries(texts.map((key) => [key, String(live[key] ?? "")]));
  const what: Properties =
    live.type === "group"
      ? { securityGroup: live.action ?? "" }
      : { securityGroup: "", type: live.type ?? "", action: live.action ?? "" };
  return { ...said, ...what, enabled: Number(live.enable ?? 0) === 1 };
}

/** A list whose order is its meaning: where it differs, it is written anew from there on. */
function rulesAt(path: (inputs: Properties) => string): Pick<Kind, "settle"> & {
  read(client: Client, inputs: Properties, signal: AbortSignal): Promise<Properties[]>;
} {
  const read = async (client: Client, inputs: Properties, signal: AbortSignal) => {
    const live = await client.list({ path: path(inputs), signal });
    return live.toSorted((a, b) => Number(a.pos) - Number(b.pos)).map(toldRule);
  };
  return {
    read,
    async settle(client, inputs, signal) {
      const wanted = items(inputs.rules);
      const there = await read(client, inputs, signal);
      const same = (index: number) =>
        JSON.stringify(sorted(ruleForm(wanted[index] ?? {}))) ===
        JSON.stringify(sorted(ruleForm(there[index] ?? {})));
      const from = wanted.findIndex((_, index) => index >= there.length || !same(index));
      const start = from < 0 ? wanted.length : from;
      for (let pos = there.length - 1; pos >= start; pos -= 1)
        await client.drop({ path: `${path(inputs)}/${pos}`, signal });
      for (const [index, each] of wanted.slice(start).entries())
        await client.call({
          method: "POST",
          path: path(inputs),
          form: { ...ruleForm(each), pos: start + index },
          signal,
        });
    },
  };
}

function sorted(form: Form): [string, unknown][] {
  return Object.entries(form).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function items(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const rulesField = { field: list(rule), api: "rules", write: () => undefined, read: (value: Value) => value };
const ofPlace = rulesAt((inputs) => `${base(inputs)}/rules`);
const ofGroup = rulesAt((inputs) => `/cluster/firewall/groups/${part(inputs.name)}`);

const rules: Kind = {
  name: "RulesLegacy",
  properties: { ...selector, rules: rulesField },
  ...ofPlace,
  id: (inputs) => hashed("rules", `${base(inputs)}/rules`),
  named: selected,
  one: (inputs) => `${base(inputs)}/options`,
  silent: "always",
  async find(client, inputs, signal) {
    const all = await ofPlace.read(client, inputs, signal);
    return all.length > 0 ? { rules: all } : {};
  },
  async remove(client, inputs, signal) {
    await ofPlace.settle?.(client, { ...inputs, rules: [] }, signal);
  },
};

const group: Kind = {
  name: "GroupLegacy",
  autoname: true,
  properties: {
    ...selector,
    comment: text("comment", defaulting(string, "")),
    name: text("group", replacing(string)),
    rules: rulesField,
  },
  ...ofGroup,
  unsets: "default",
  writes: "POST",
  id: ({ name }) => String(name),
  named: (id) => ({ name: id }),
  list: () => "/cluster/firewall/groups",
  one: () => "/cluster/firewall/groups",
  changes: ({ name }) => ({ group: String(name), rename: String(name) }),
  async find(client, inputs, signal) {
    const all = await client.list({ path: "/cluster/firewall/groups", signal });
    const found = all.find((each) => each.group === inputs.name);
    if (!found) return undefined;
    const told = await ofGroup.read(client, inputs, signal);
    return { ...found, ...(told.length > 0 && { rules: told }) };
  },
  async remove(client, inputs, signal) {
    if (!(await group.find?.(client, inputs, signal))) return;
    await ofGroup.settle?.(client, { ...inputs, rules: [] }, signal);
    await client.drop({ path: `/cluster/firewall/groups/${part(inputs.name)}`, signal });
  },
};

export const firewalls: { [type: string]: Kind } = {
  "firewall/optionsLegacy:OptionsLegacy": options,
  "firewall/aliasLegacy:AliasLegacy": alias,
  "firewall/ipsetLegacy:IpsetLegacy": ipset,
  "firewall/rulesLegacy:RulesLegacy": rules,
  "cluster/firewallLegacy:FirewallLegacy": cluster,
  "cluster/firewall/security/groupLegacy:GroupLegacy": group,
};
