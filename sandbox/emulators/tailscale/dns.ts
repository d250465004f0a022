import { isIP } from "node:net";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { bodyOf, flag } from "./body.ts";
import type { Dns, Resolver, State } from "./state.ts";

const path = "/api/v2/tailnet/:tailnet/dns";

const address = z.string().refine((text) => isIP(text) > 0 || /^https:\/\/\S+$/.test(text), {
  error: "has to be the IP address of a nameserver, or the https URL of one that speaks DNS over HTTPS",
});
const addresses = z
  .array(address)
  .nullish()
  .transform((list) => list ?? []);
const domainName = z.string().regex(/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9-]{1,63}\.?$/i, {
  error: "has to be a domain name",
});
const domains = z
  .array(domainName)
  .nullish()
  .transform((list) => list ?? []);

const resolvers = z
  .array(z.object({ address, useWithExitNode: flag }))
  .nullish()
  .transform((list) => list ?? []);
const configuration = z.object({
  nameservers: resolvers,
  splitDNS: z
    .record(domainName, resolvers)
    .nullish()
    .transform((map) => map ?? {}),
  searchPaths: domains,
  preferences: z
    .object({ overrideLocalDNS: flag, magicDNS: flag })
    .nullish()
    .transform((preferences) => preferences ?? { overrideLocalDNS: false, magicDNS: false }),
});

/** How names are resolved in the tailnet: the same settings by their parts, and as a whole. */
export function dnsRoutes(app: FastifyInstance, { dns }: State): void {
  const now = (): Dns =>
    dns.get("current") ?? {
      nameservers: [],
      splitDns: {},
      searchPaths: [],
      overrideLocalDns: false,
      magicDns: false,
    };
  const change = (changes: Partial<Dns>) => dns.put("current", { ...now(), ...changes });

  app.get(`${path}/nameservers`, () => ({ dns: now().nameservers.map(({ address }) => address) }));
  app.post(`${path}/nameservers`, (request) => {
    const given = bodyOf(request, z.object({ dns: addresses }));
    const { magicDns } = change({ nameservers: given.dns.map(plain) });
    return { dns: given.dns, magicDNS: magicDns };
  });

  app.get(`${path}/preferences`, () => ({ magicDNS: now().magicDns }));
  app.post(`${path}/preferences`, (request) => {
    const { magicDNS } = bodyOf(request, z.object({ magicDNS: z.boolean() }));
    change({ magicDns: magicDNS });
    return { magicDNS };
  });

  app.get(`${path}/searchpaths`, () => ({ searchPaths: now().searchPaths }));
  app.post(`${path}/searchpaths`, (request) => {
    const { searchPaths } = bodyOf(request, z.object({ searchPaths: domains }));
    change({ searchPaths });
    return { searchPaths };
  });

  const split = z.record(domainName, addresses);
  app.get(`${path}/split-dns`, () => addressesOf(now().splitDns));
  app.put(`${path}/split-dns`, (request) => {
    const { splitDns } = change({ splitDns: resolversOf(bodyOf(request, split)) });
    return addressesOf(splitDns);
  });
  app.patch(`${path}/split-dns`, (request) => {
    const changes = bodyOf(request, split);
    const kept = Object.entries(now().splitDns).filter(([domain]) => !Object.hasOwn(changes, domain));
    const { splitDns } = change({ splitDns: { ...Object.fromEntries(kept), ...resolversOf(changes) } });
    return addressesOf(splitDns);
  });

  app.get(`${path}/configuration`, () => configurationOf(now()));
  app.post(`${path}/configuration`, (request) => {
    const { nameservers, splitDNS, searchPaths, preferences } = bodyOf(request, configuration);
    const served = Object.entries(splitDNS).filter(([, servers]) => servers.length > 0);
    const changed = change({
      nameservers,
      splitDns: Object.fromEntries(served),
      searchPaths,
      overrideLocalDns: preferences.overrideLocalDNS,
      magicDns: preferences.magicDNS,
    });
    return configurationOf(changed);
  });
}

function plain(address: string): Resolver {
  return { address, useWithExitNode: false };
}

/** A domain without nameservers is resolved as every other. */
function resolversOf(split: Record<string, string[]>): Record<string, Resolver[]> {
  const served = Object.entries(split).filter(([, servers]) => servers.length > 0);
  return Object.fromEntries(served.map(([domain, servers]) => [domain, servers.map(plain)]));
}

function addressesOf(split: Record<string, Resolver[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(split).map(([domain, servers]) => [domain, servers.map(({ address }) => address)]),
  );
}

/** What is empty is left out, as the vendor does. */
function configurationOf({ nameservers, splitDns, searchPaths, overrideLocalDns, magicDns }: Dns) {
  return {
    ...(nameservers.length > 0 && { nameservers }),
    ...(Object.keys(splitDns).length > 0 && { splitDNS: splitDns }),
    ...(searchPaths.length > 0 && { searchPaths }),
    preferences: { overrideLocalDNS: overrideLocalDns, magicDNS: magicDns },
  };
}
