import { boolean, type Field, list, replacing, required, set, string } from "../framework/shape.ts";
import { stringAt, type Value } from "../framework/value.ts";
import type { TailscaleApi } from "./api.ts";
import type { Definition } from "./kind.ts";
import { words } from "./lists.ts";
import { type Setting, setting } from "./setting.ts";

/** One part of the tailnet's DNS, and how the API calls it. */
interface Part extends Pick<Setting, "name" | "rules"> {
  property: string;
  field: Field;
  path: string;
  key: string;
  /** What is left behind. */
  unset: Value;
}

function part({ property, field, path, key, unset, ...named }: Part): Definition {
  const write = (api: TailscaleApi, value: Value | undefined, signal: AbortSignal) =>
    api.set(api.tailnet(path), { [key]: value }, signal);
  return setting({
    ...named,
    fields: { [property]: required(field) },
    async write(api, inputs, signal) {
      await write(api, inputs[property], signal);
      return {};
    },
    async read(api, _, signal) {
      const live = await api.get(api.tailnet(path), signal);
      return { [property]: live[key] ?? unset };
    },
    reset: (api, signal) => write(api, unset, signal),
  });
}

/** The nameservers of the whole tailnet. */
export const dnsNameservers = part({
  name: "DnsNameservers",
  property: "nameservers",
  field: list(string),
  path: "dns/nameservers",
  key: "dns",
  unset: [],
  rules: ({ nameservers }) =>
    Array.isArray(nameservers) && nameservers.length === 0
      ? [{ path: ["nameservers"], reason: "is empty: name at least one, or remove the resource" }]
      : [],
});

/** Whether devices are found by their names. */
export const dnsPreferences = part({
  name: "DnsPreferences",
  property: "magicDns",
  field: boolean,
  path: "dns/preferences",
  key: "magicDNS",
  unset: false,
});

/** The domains in which short names are looked for. */
export const dnsSearchPaths = part({
  name: "DnsSearchPaths",
  property: "searchPaths",
  field: list(string),
  path: "dns/searchpaths",
  key: "searchPaths",
  unset: [],
});

/** The nameservers of one domain, which is its id. */
export const dnsSplitNameservers: Definition = {
  name: "DnsSplitNameservers",
  fields: { domain: replacing(required(string)), nameservers: required(set(string)) },
  async create(api, { inputs, signal }) {
    const domain = stringAt(inputs, "domain") ?? "";
    await api.set(api.tailnet("dns/split-dns"), { [domain]: inputs.nameservers }, signal, "PATCH");
    return { id: domain, state: {} };
  },
  async update(api, { id, inputs, signal }) {
    await api.set(api.tailnet("dns/split-dns"), { [id]: inputs.nameservers }, signal, "PATCH");
    return {};
  },
  async read(api, { id, signal }) {
    const all = await api.get(api.tailnet("dns/split-dns"), signal);
    return { id, state: { domain: id, nameservers: words(all[id]) } };
  },
  async remove(api, { id, signal }) {
    await api.set(api.tailnet("dns/split-dns"), { [id]: [] }, signal, "PATCH");
  },
};
