import {
  boolean,
  defaulting,
  integer,
  object,
  oneOf,
  replacing,
  required,
  set,
  string,
} from "../../framework/shape.ts";
import { isObject, type Properties } from "../../framework/value.ts";
import type { Kind } from "../kind.ts";
import { flag, pairsOf, part, printPairs, steering, text } from "../words.ts";

import { base, hashed, items, selected, selector } from "./firewall-place.ts";
import { group, rules } from "./firewall-rules.ts";

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

export const firewalls: { [type: string]: Kind } = {
  "firewall/optionsLegacy:OptionsLegacy": options,
  "firewall/aliasLegacy:AliasLegacy": alias,
  "firewall/ipsetLegacy:IpsetLegacy": ipset,
  "firewall/rulesLegacy:RulesLegacy": rules,
  "cluster/firewallLegacy:FirewallLegacy": cluster,
  "cluster/firewall/security/groupLegacy:GroupLegacy": group,
};
