import type { Body } from "../api.ts";
import { refuse } from "../envelope.ts";
import { Fields } from "../fields.ts";
import { hexId, now } from "../ids.ts";
import type { Zone } from "../zones/zone.ts";
import { contentOf, isRecordType, proxiable, type RecordType, recordTypes } from "./content.ts";

export interface DnsRecord {
  id: string;
  zone: string;
  /** Always whole: app.example.com. */
  name: string;
  type: RecordType;
  content: string;
  data?: Body | undefined;
  priority?: number | undefined;
  proxied: boolean;
  private_routing?: boolean | undefined;
  ttl: number;
  comment: string | null;
  tags: string[];
  settings: Body;
  created_on: string;
  modified_on: string;
  comment_modified_on?: string | undefined;
  tags_modified_on?: string | undefined;
}

/** How long a comment may be, and how many tags a record may have. */
const limits = {
  free: { comment: 100, tags: 0, ttl: 60 },
  pro: { comment: 500, tags: 20, ttl: 60 },
  business: { comment: 500, tags: 20, ttl: 60 },
  enterprise: { comment: 500, tags: 20, ttl: 30 },
};

/** A record as a body describes it: whole for POST and PUT, and for PATCH laid over what is there. */
export function recordFrom(body: Body, zone: Zone, existing?: DnsRecord): DnsRecord {
  const fields = new Fields(body, 9207);
  const type = typeOf(fields);
  const { content, data, priority } = contentOf(type, fields);
  const proxied = fields.boolean("proxied") ?? false;
  if (proxied && !proxiable(type, content)) refuse(400, 9004, `This record type cannot be proxied: ${type}`);
  const comment = commentOf(fields, zone);
  const tags = tagsOf(fields, zone);
  const time = now("microseconds");
  return {
    id: existing?.id ?? hexId(),
    zone: zone.id,
    name: wholeName(fields.text("name"), zone.name),
    type,
    content,
    ...(data && { data }),
    ...(priority !== undefined && { priority }),
    proxied,
    ...(fields.has("private_routing") && { private_routing: fields.boolean("private_routing") }),
    // The edge decides how long a proxied name is kept, whatever was asked for.
    ttl: proxied ? 1 : ttlOf(fields, zone),
    comment,
    tags,
    settings: settingsOf(fields, type, proxied),
    created_on: existing?.created_on ?? time,
    modified_on: time,
    ...(comment && {
      comment_modified_on: comment === existing?.comment ? existing.comment_modified_on : time,
    }),
    ...(tags.length > 0 && {
      tags_modified_on: String(tags) === String(existing?.tags) ? existing?.tags_modified_on : time,
    }),
  };
}

export function shownRecord({ zone: _, ...record }: DnsRecord): object {
  return { ...record, proxiable: proxiable(record.type, record.content), meta: {} };
}

function typeOf(fields: Fields): RecordType {
  const type = fields.text("type").toUpperCase();
  return isRecordType(type)
    ? type
    : refuse(400, 9002, `DNS record type ${type} is invalid: ${recordTypes.join(", ")}`);
}

/** What does not end with the zone's name lies in it all the same; @ is the zone itself. */
export function wholeName(given: string, zone: string): string {
  const name = given.toLowerCase().replace(/\.$/, "");
  const whole = name === "@" || name === zone ? zone : name.endsWith(`.${zone}`) ? name : `${name}.${zone}`;
  const labels = whole.split(".");
  const right = labels.every(
    (label, index) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label) || (label === "*" && index === 0),
  );
  if (!right || whole.length > 253) refuse(400, 9000, "DNS name is invalid.");
  return whole;
}

function ttlOf(fields: Fields, zone: Zone): number {
  const ttl = fields.number("ttl") ?? 1;
  const least = limits[zone.plan].ttl;
  if (ttl === 1 || (Number.isInteger(ttl) && ttl >= least && ttl <= 86_400)) return ttl;
  return refuse(400, 9021, `Invalid TTL. Must be between ${least} and 86400 seconds, or 1 for Automatic.`);
}

function commentOf(fields: Fields, zone: Zone): string | null {
  const comment = fields.string("comment") || null;
  const { comment: most } = limits[zone.plan];
  if (comment && comment.length > most)
    refuse(400, 9313, `DNS record comment has ${comment.length} characters, exceeding the limit of ${most}.`);
  return comment;
}

function tagsOf(fields: Fields, zone: Zone): string[] {
  const tags = (fields.strings("tags") ?? []).toSorted();
  const { tags: most } = limits[zone.plan];
  if (tags.length > most)
    refuse(400, 9300, `DNS record has ${tags.length} tags, exceeding the quota of ${most}.`);
  const wrong = tags.find((tag) => !/^[\w-]{1,32}(:.{0,100})?$/.test(tag));
  if (wrong !== undefined) refuse(400, 9302, `DNS record tag is invalid: ${wrong}`);
  return tags;
}

function settingsOf(fields: Fields, type: RecordType, proxied: boolean): Body {
  const wanted = new Fields(fields.object("settings") ?? {}, 9207);
  const flatten = wanted.boolean("flatten_cname");
  if (flatten && (type !== "CNAME" || proxied))
    refuse(400, 9043, "flatten_cname is for CNAME records that are not proxied.");
  const only = Object.fromEntries(
    (["ipv4_only", "ipv6_only"] as const).flatMap((key) => {
      const value = wanted.boolean(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return type === "CNAME" && !proxied ? { ...only, flatten_cname: flatten ?? false } : only;
}
