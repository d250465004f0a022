import { boolean, list, replacing, required, set, string } from "../framework/shape.ts";
import { stringAt } from "../framework/value.ts";
import { type Definition, words } from "./kind.ts";
import { setting } from "./setting.ts";

/** The nameservers of the whole tailnet. */
export const dnsNameservers = setting({
  name: "DnsNameservers",
  fields: { nameservers: required(list(string)) },
  rules: ({ nameservers }) =>
    Array.isArray(nameservers) && nameservers.length === 0
      ? [{ path: ["nameservers"], reason: "is empty: name at least one, or remove the resource" }]
      : [],
  async write(api, { nameservers }, signal) {
    await api.set(api.tailnet("dns/nameservers"), { dns: nameservers }, signal);
    return undefined;
  },
  async read(api, _, signal) {
    const { dns } = await api.get(api.tailnet("dns/nameservers"), signal);
    return { nameservers: words(dns) };
  },
  reset: (api, signal) => api.set(api.tailnet("dns/nameservers"), { dns: [] }, signal),
});

/** Whether devices are found by their names. */
export const dnsPreferences = setting({
  name: "DnsPreferences",
  fields: { magicDns: required(boolean) },
  async write(api, { magicDns }, signal) {
    await api.set(api.tailnet("dns/preferences"), { magicDNS: magicDns }, signal);
    return undefined;
  },
  async read(api, _, signal) {
    const { magicDNS } = await api.get(api.tailnet("dns/preferences"), signal);
    return { magicDns: magicDNS ?? false };
  },
  reset: (api, signal) => api.set(api.tailnet("dns/preferences"), { magicDNS: false }, signal),
});

/** The domains in which short names are looked for. */
export const dnsSearchPaths = setting({
  name: "DnsSearchPaths",
  fields: { searchPaths: required(list(string)) },
  async write(api, { searchPaths }, signal) {
    await api.set(api.tailnet("dns/searchpaths"), { searchPaths }, signal);
    return undefined;
  },
  async read(api, _, signal) {
    const { searchPaths } = await api.get(api.tailnet("dns/searchpaths"), signal);
    return { searchPaths: words(searchPaths) };
  },
  reset: (api, signal) => api.set(api.tailnet("dns/searchpaths"), { searchPaths: [] }, signal),
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
