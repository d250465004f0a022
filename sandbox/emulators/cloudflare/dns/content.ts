import { isIPv4, isIPv6 } from "node:net";
import type { Body } from "../api.ts";
import { refuse } from "../envelope.ts";
import { Fields } from "../fields.ts";

export const recordTypes = [
  "A",
  "AAAA",
  "CNAME",
  "MX",
  "NS",
  "OPENPGPKEY",
  "PTR",
  "TXT",
  "CAA",
  "CERT",
  "DNSKEY",
  "DS",
  "HTTPS",
  "LOC",
  "NAPTR",
  "SMIMEA",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "URI",
] as const;

export type RecordType = (typeof recordTypes)[number];

interface Content {
  content: string;
  data?: Body;
  priority?: number;
}

/** The types whose content is one word, and what it has to be. */
const simple: Partial<
  Record<RecordType, { code: number; test: (content: string) => boolean; said: string }>
> = {
  A: { code: 9005, test: isIPv4, said: "must be a valid IPv4 address" },
  AAAA: { code: 9006, test: isIPv6, said: "must be a valid IPv6 address" },
  CNAME: { code: 9007, test: isHost, said: "must be a valid hostname" },
  MX: { code: 9009, test: isHost, said: "must be a valid hostname" },
  NS: { code: 9008, test: isHost, said: "must be a valid hostname" },
  PTR: { code: 9010, test: isHost, said: "must be a valid hostname" },
  TXT: {
    code: 9013,
    test: (text) => text.length > 0 && text.length <= 2048,
    said: "must have 1 to 2048 characters",
  },
  OPENPGPKEY: { code: 9014, test: (text) => /^[A-Za-z0-9+/=\s]+$/.test(text), said: "must be base64" },
};

/** The types that are told in parts, and the order in which these make the content. */
const structured: Partial<Record<RecordType, readonly string[]>> = {
  CAA: ["flags", "tag", "value"],
  CERT: ["type", "key_tag", "algorithm", "certificate"],
  DNSKEY: ["flags", "protocol", "algorithm", "public_key"],
  DS: ["key_tag", "algorithm", "digest_type", "digest"],
  HTTPS: ["priority", "target", "value"],
  LOC: [
    "lat_degrees",
    "lat_minutes",
    "lat_seconds",
    "lat_direction",
    "long_degrees",
    "long_minutes",
    "long_seconds",
    "long_direction",
    "altitude",
    "size",
    "precision_horz",
    "precision_vert",
  ],
  NAPTR: ["order", "preference", "flags", "service", "regex", "replacement"],
  SMIMEA: ["usage", "selector", "matching_type", "certificate"],
  SRV: ["weight", "port", "target"],
  SSHFP: ["algorithm", "type", "fingerprint"],
  SVCB: ["priority", "target", "value"],
  TLSA: ["usage", "selector", "matching_type", "certificate"],
  URI: ["weight", "target"],
};

/** What stands between quotes in the content. */
const quoted = new Set(["CAA.value", "NAPTR.flags", "NAPTR.service", "NAPTR.regex", "URI.target"]);

const withPriority = new Set<RecordType>(["MX", "SRV", "URI"]);

export function isRecordType(type: string): type is RecordType {
  return (recordTypes as readonly string[]).includes(type);
}

export function contentOf(type: RecordType, fields: Fields): Content {
  const parts = structured[type];
  return parts ? composed(type, parts, fields) : plain(type, fields);
}

function plain(type: RecordType, fields: Fields): Content {
  const rule = simple[type];
  const given = fields.text("content").trim();
  const content =
    type === "CNAME" || type === "MX" || type === "NS" ? given.toLowerCase().replace(/\.$/, "") : given;
  if (rule && !rule.test(content)) refuse(400, rule.code, `Content for ${type} record ${rule.said}.`);
  return { content, ...priorityOf(type, fields) };
}

function composed(type: RecordType, parts: readonly string[], fields: Fields): Content {
  const data = fields.object("data");
  if (!data) refuse(400, 9101, `data is required for ${type} records: ${parts.join(", ")}`);
  const missing = parts.filter(
    (part) => (data[part] ?? undefined) === undefined && part !== "value" && type !== "LOC",
  );
  if (missing.length > 0)
    refuse(400, 9101, `${missing.join(", ")} is a required data field for ${type} records.`);
  const words = parts.flatMap((part) => {
    const value = data[part] ?? undefined;
    if (value === undefined) return [];
    return [quoted.has(`${type}.${part}`) ? `"${value}"` : String(value)];
  });
  // An SRV record's priority is part of its data, and stands beside it, too.
  const { priority } = priorityOf(
    type,
    new Fields({ priority: fields.number("priority") ?? data.priority }, 9101),
  );
  return {
    content: words.join(" "),
    data: { ...data, ...(priority !== undefined && type === "SRV" && { priority }) },
    ...(priority !== undefined && { priority }),
  };
}

function priorityOf(type: RecordType, fields: Fields): { priority?: number } {
  if (!withPriority.has(type)) return {};
  const priority = fields.number("priority");
  if (priority === undefined || !Number.isInteger(priority) || priority < 0 || priority > 65_535)
    refuse(400, 9102, `priority is required for ${type} records: an integer from 0 to 65535.`);
  return { priority };
}

function isHost(name: string): boolean {
  return (
    name.length <= 253 &&
    /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(name) &&
    !isIPv4(name)
  );
}

/** Only what a browser would visit can be proxied, and only at an address of the world's. */
export function proxiable(type: RecordType, content: string): boolean {
  if (type === "CNAME") return true;
  if (type === "AAAA") return !/^(f[cd]|fe[89ab]|::1$)/i.test(content);
  return type === "A" && !/^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)\./.test(content);
}
