import type { ResourceRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";

const PRIVATE =
  /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd]|fe80:|::1$)/i;

/** Records that the world follows to a machine. */
const LEADING = ["A", "AAAA", "CNAME"];

/** What a zone has to say of how it is asked. */
const STRICT: Record<string, (value: unknown) => boolean> = {
  ssl: (value) => value === "strict" || value === "full",
  min_tls_version: (value) => Number(value) >= 1.2,
  always_use_https: (value) => value === "on",
};

/** Edits the records of a zone, and finds it. The same ids for everybody. */
const OF_NAMES = ["4755a26eedb94da69e1066d98aa820be", "c8fed203ed3043cba015a93ad1616f1f"];

/** What the world is told, and by whom. */
export const zones: ResourceRule[] = [
  {
    id: "private-address",
    title: "No public name leads to an address of the house.",
    sources: ["PW dns_record_no_internal_ip"],
    reason: "it tells the world how the house is built, and lets a page ask what is inside",
    fix: "lead it to a tunnel; names of the house are in its own DNS",
    severity: "high",
    scope: scopes.dnsRecords,
    check: ({ props }) =>
      ["A", "AAAA"].includes(props.type) &&
      PRIVATE.test(props.content) &&
      `leads to ${props.content}, an address of the house`,
  },
  {
    id: "wildcard-name",
    title: "Every public name is written out.",
    sources: ["PW dns_record_no_wildcard"],
    reason: "a star shows also what nobody meant to show",
    fix: "name each host; its record follows from the service's declaration",
    severity: "medium",
    scope: scopes.dnsRecords,
    check: ({ props: { name } }) => name?.startsWith("*") && `shows ${name}`,
  },
  {
    id: "proxied",
    title: "Public names are asked at Cloudflare, not at the house.",
    sources: ["PW dns_record_proxied"],
    reason: "the answer would be the address of the house, past every rule of the edge",
    fix: "set proxied: true",
    severity: "high",
    scope: scopes.dnsRecords,
    check: ({ props: { type, proxied } }) =>
      LEADING.includes(type) && proxied !== true && "tells the address behind it",
  },
  {
    id: "zone-tls",
    title: "Nothing of a zone is asked or answered in the open, nor by a protocol that is broken.",
    sources: ["PW zone_ssl_strict", "PW zone_min_tls_version_secure", "PW zone_https_redirect_enabled"],
    reason: "whoever is between reads passwords",
    fix: "set ssl: strict, min_tls_version: 1.2 or later, always_use_https: on",
    severity: "high",
    scope: scopes.zoneSettings,
    check: ({ props: { settingId, value } }) =>
      STRICT[settingId]?.(value) === false && `sets ${settingId} to ${value}`,
  },
  {
    id: "token-reach",
    title: "A token works from addresses that are known, or does no more than edit names.",
    sources: ["PW api_token_ip_restriction"],
    reason: "a token is copied without a trace: what it can do, a thief does from anywhere",
    fix: "set condition.requestIp, or give it nothing but DNS Write and Zone Read",
    severity: "high",
    scope: scopes.cloudflareTokens,
    check: ({ props: { condition, policies = [] } }) => {
      const groups = policies.flatMap(({ permissionGroups }: { permissionGroups: { id: string }[] }) =>
        permissionGroups.map(({ id }) => id),
      );
      const bound = condition?.requestIp?.ins?.length > 0;
      return (
        !bound &&
        !groups.every((id: string) => OF_NAMES.includes(id)) &&
        "does more than edit names, from anywhere"
      );
    },
  },
];
