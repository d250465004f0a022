import { boolean, defaulting, list, object, required, string } from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import { objectAt, type Properties, stringAt, type Value } from "../framework/value.ts";
import { objects, words } from "./lists.ts";
import { setting } from "./setting.ts";

const nameserver = object("nameserver", {
  address: required(string),
  useWithExitNode: defaulting(boolean, false),
});

/** All of the tailnet's DNS in one, in the place of the resources for its parts. */
export const dnsConfiguration = setting({
  name: "DnsConfiguration",
  fields: {
    magicDns: defaulting(boolean, true),
    nameservers: list(nameserver),
    overrideLocalDns: defaulting(boolean, false),
    searchPaths: list(string),
    splitDns: list(object("splitDn", { domain: required(string), nameservers: list(nameserver) })),
  },
  rules: checkSplits,
  async write(api, inputs, signal) {
    const splits = objects(inputs.splitDns).map((split) => [split.domain, split.nameservers]);
    const body = {
      nameservers: inputs.nameservers,
      splitDNS: Object.fromEntries(splits),
      searchPaths: inputs.searchPaths,
      preferences: { overrideLocalDNS: inputs.overrideLocalDns, magicDNS: inputs.magicDns },
    };
    await api.set(api.tailnet("dns/configuration"), body, signal);
    return {};
  },
  async read(api, before, signal) {
    const live = await api.get(api.tailnet("dns/configuration"), signal);
    const { overrideLocalDNS, magicDNS } = objectAt(live, "preferences");
    return {
      magicDns: magicDNS ?? false,
      overrideLocalDns: overrideLocalDNS ?? false,
      nameservers: resolvers(live.nameservers),
      searchPaths: words(live.searchPaths),
      splitDns: splitsOf(objectAt(live, "splitDNS"), before),
    };
  },
  reset: (api, signal) => api.set(api.tailnet("dns/configuration"), {}, signal),
});

/** The API keeps domains in no order, so those that are known stay in the program's. */
function splitsOf(live: Properties, before: Properties): Value[] {
  const known = objects(before.splitDns).map((split) => stringAt(split, "domain") ?? "");
  const domains = [...new Set([...known, ...Object.keys(live).toSorted()])];
  return domains
    .filter((domain) => live[domain] !== undefined)
    .map((domain) => ({ domain, nameservers: resolvers(live[domain]) }));
}

function resolvers(value: Value | undefined): Value[] {
  return objects(value).map(({ address, useWithExitNode }) => ({
    address: address ?? "",
    useWithExitNode: useWithExitNode ?? false,
  }));
}

function checkSplits({ splitDns }: Properties): Failure[] {
  return objects(splitDns).flatMap(({ nameservers }, index) =>
    nameservers === undefined || (Array.isArray(nameservers) && nameservers.length === 0)
      ? [{ path: ["splitDns", index, "nameservers"], reason: "is empty: a domain needs at least one" }]
      : [],
  );
}
