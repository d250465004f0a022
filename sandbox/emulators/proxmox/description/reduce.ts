import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { propertiesOfText } from "./typetext.ts";

/**
 * Makes description.jsonl of the vendor's description of its API (apidata.js as plain JSON):
 * npx tsx sandbox/emulators/proxmox/description/reduce.ts <file>
 */

type Json = Record<string, unknown>;

/** What the emulator serves; everything else answers as a path that the vendor does not have. */
const served = [
  /^\/version$/,
  /^\/access\/(users|groups|roles|acl|ticket|password|permissions)(?!.*tfa)/,
  /^\/pools/,
  /^\/storage/,
  /^\/cluster\/(nextid|status|resources|options|tasks)$/,
  /^\/cluster\/(backup|mapping|replication)(?=\/|$)(?!.*included)/,
  /^\/cluster\/metrics\/server/,
  /^\/cluster\/ha\/(groups|rules|resources)(?!.*relocate)/,
  /^\/cluster\/firewall\/(?!refs|macros)/,
  /^\/nodes$/,
  /^\/nodes\/\{node\}\/(version|status|dns|time|hosts|config)$/,
  /^\/nodes\/\{node\}\/(network|tasks|hardware(?!\/pci\/))/,
  /^\/nodes\/\{node\}\/firewall\/(rules|options)/,
  /^\/nodes\/\{node\}\/storage(?!.*(prune|file-restore|rrd|oci|import-metadata))/,
  /^\/nodes\/\{node\}\/query-url-metadata$/,
  /^\/nodes\/\{node\}\/qemu(\/\{vmid\})?$/,
  /^\/nodes\/\{node\}\/qemu\/\{vmid\}\/(config|pending|cloudinit|resize|clone|template|migrate|move_disk|unlink)/,
  /^\/nodes\/\{node\}\/qemu\/\{vmid\}\/status\/(current|start|stop|shutdown|reboot|reset)$/,
  /^\/nodes\/\{node\}\/qemu\/\{vmid\}\/agent\/(ping|network-get-interfaces|get-host-name|info)$/,
  /^\/nodes\/\{node\}\/qemu\/\{vmid\}\/snapshot/,
  /^\/nodes\/\{node\}\/qemu\/\{vmid\}\/firewall\/(?!log|refs)/,
];

/** Described beside what is served, and nothing that a client of ours asks for. */
const unserved = new Set([
  "GET /access/ticket",
  "POST /nodes/{node}/status",
  "POST /nodes/{node}/storage/{storage}/content/{volume}",
]);

/** What of a parameter's description says which values are right. */
const kept = [
  "type",
  "optional",
  "enum",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "items",
  "properties",
  "default_key",
  "alias",
  "keyAlias",
  "default",
];

/** The vendor writes its patterns in Perl's words. */
function asPattern(perl: unknown): unknown {
  return typeof perl === "string" ? perl.replaceAll("(?^:", "(?:").replaceAll("\\z", "$") : perl;
}

const schemas = new Map<string, string>();

function interned(schema: Json): string {
  const text = JSON.stringify(schema);
  const id = schemas.get(text) ?? `#${schemas.size}`;
  schemas.set(text, id);
  return id;
}

function reduced(schema: Json): Json {
  const result: Json = {};
  for (const key of kept) {
    const value = schema[key];
    if (value === undefined) continue;
    if (key === "items" && isPlain(value)) result.items = reduced(value);
    else if ((key === "properties" || key === "format") && isPlain(value)) result[key] = reducedAll(value);
    else result[key] = key === "pattern" ? asPattern(value) : value;
  }
  // Where the vendor names a format of its own, its text still tells the properties.
  if (typeof schema.format === "string" && typeof schema.typetext === "string") {
    const properties = propertiesOfText(schema.typetext);
    if (properties) result.format = properties;
  }
  return result;
}

function reducedAll(schemas: Json): Json {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, reduced(schema as Json)]));
}

function isPlain(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface Method {
  parameters?: { properties?: Json };
  permissions?: Json;
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("say the file of the vendor's description");
const described: Record<string, Record<string, Method>> = JSON.parse(readFileSync(file, "utf8"));
const paths = Object.entries(described)
  .filter(([path]) => served.some((pattern) => pattern.test(path)))
  .map(([path, methods]) => {
    const wanted = Object.entries(methods).filter(([method]) => !unserved.has(`${method} ${path}`));
    const calls = wanted.map(([method, { parameters, permissions }]) => {
      const properties = Object.entries(parameters?.properties ?? {});
      const names = properties.map(([name, schema]) => [name, interned(reduced(schema as Json))]);
      const { description: _, ...allowed } = permissions ?? {};
      return [method, { parameters: Object.fromEntries(names), permissions: allowed }];
    });
    return [path, Object.fromEntries(calls)];
  });
const lines = [
  ...[...schemas].map(([text, id]) => `["${id}",${text}]`),
  ...paths.map((each) => JSON.stringify(each)),
];
writeFileSync(fileURLToPath(new URL("./description.jsonl", import.meta.url)), `${lines.join("\n")}\n`);
