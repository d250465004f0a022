import {
  boolean,
  defaulting,
  type Field,
  matching,
  number,
  object,
  replacing,
  required,
  set,
  string,
} from "../../framework/shape.ts";
import type { Failure } from "../../framework/validate.ts";
import type { Properties, Value } from "../../framework/value.ts";
import type { Api } from "../api.ts";
import { filled, inPath, json, output, sameAs } from "../column.ts";
import type { RestKind } from "../rest-kind.ts";

const any: Field = { shape: { is: "any" } };

const types =
  /^(A|AAAA|CNAME|MX|NS|OPENPGPKEY|PTR|TXT|CAA|CERT|DNSKEY|DS|HTTPS|LOC|NAPTR|SMIMEA|SRV|SSHFP|SVCB|TLSA|URI)$/i;

const data = object("data", {
  algorithm: number,
  altitude: number,
  certificate: string,
  digest: string,
  digestType: number,
  fingerprint: string,
  flags: any,
  keyTag: number,
  latDegrees: number,
  latDirection: string,
  latMinutes: number,
  latSeconds: number,
  longDegrees: number,
  longDirection: string,
  longMinutes: number,
  longSeconds: number,
  matchingType: number,
  order: number,
  port: number,
  precisionHorz: number,
  precisionVert: number,
  preference: number,
  priority: number,
  protocol: number,
  publicKey: string,
  regex: string,
  replacement: string,
  selector: number,
  service: string,
  size: number,
  tag: string,
  target: string,
  type: number,
  usage: number,
  value: string,
  weight: number,
});

const settings = object("settings", {
  flattenCname: filled(boolean),
  ipv4Only: filled(boolean),
  ipv6Only: filled(boolean),
});

/** As in the DnsRecord class of @pulumi/cloudflare. */
export const dnsRecord: RestKind = {
  name: "DnsRecord",
  columns: {
    zoneId: inPath(required(string)),
    name: sameAs(isSameName, required(string)),
    type: sameAs(
      isSameWord,
      replacing(required(matching(types, "a type of record such as A, CNAME or TXT"))),
    ),
    ttl: required(number),
    comment: string,
    content: filled(sameAs(isSameWord, string)),
    data,
    includeShadowMetadata: filled(boolean),
    priority: number,
    privateRouting: boolean,
    proxied: filled(defaulting(boolean, false)),
    settings: filled(settings),
    tags: filled(set(string)),
    commentModifiedOn: output(string),
    createdOn: output(string),
    meta: json(output(string)),
    modifiedOn: output(string),
    proxiable: output(boolean),
    tagsModifiedOn: output(string),
  },
  rules: (inputs) => [...contentOnce(inputs), ...edgeDecides(inputs), ...lifetime(inputs)],
  unique: ["zoneId", "name"],
  importId: "<zone_id>/<dns_record_id>",
  path: ({ zoneId }) => `/zones/${String(zoneId)}/dns_records`,
  update: "PUT",
  lost: { same: ["type", "content", "data", "priority"], born: "created_on", query: byWholeName },
};

/** Records are found by their whole names alone, and what a program says may be a part of one. */
async function byWholeName({ zoneId, name }: Properties, api: Api, signal: AbortSignal): Promise<string> {
  const zone = String((await api.find(`/zones/${String(zoneId)}`, signal))?.name);
  const said = String(name).toLowerCase();
  const whole = said === "@" ? zone : said === zone || said.endsWith(`.${zone}`) ? said : `${said}.${zone}`;
  return `name.exact=${encodeURIComponent(whole)}`;
}

/** The API answers with the whole name. */
function isSameName(said: Value, live: Value): boolean {
  const [short, whole] = [String(said).toLowerCase(), String(live)];
  return short === "@" || whole === short || whole.startsWith(`${short}.`);
}

/** DNS knows no capitals, and a dot at the end says nothing. */
function isSameWord(said: Value, live: Value): boolean {
  return String(said).toLowerCase().replace(/\.$/, "") === String(live).toLowerCase();
}

function contentOnce({ content, data: parts }: Properties): Failure[] {
  if ((content === undefined) !== (parts === undefined)) return [];
  const reason = content === undefined ? "or data is required" : "and data exclude each other";
  return [{ path: ["content"], reason }];
}

function edgeDecides({ proxied, ttl }: Properties): Failure[] {
  if (proxied !== true || typeof ttl !== "number" || ttl === 1) return [];
  return [{ path: ["ttl"], reason: "has to be 1 where proxied is true: the edge decides it" }];
}

function lifetime({ ttl }: Properties): Failure[] {
  if (typeof ttl !== "number" || ttl === 1 || (ttl >= 30 && ttl <= 86_400)) return [];
  return [{ path: ["ttl"], reason: "has to be 1 (automatic), or from 60 to 86400 seconds" }];
}
