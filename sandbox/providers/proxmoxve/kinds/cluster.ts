import {
  boolean,
  defaulting,
  integer,
  map,
  number,
  object,
  oneOf,
  replacing,
  required,
  set,
  string,
} from "../../framework/shape.ts";
import { isObject, type Properties, type Value } from "../../framework/value.ts";
import type { Kind, Property } from "../kind.ts";
import {
  count,
  decimal,
  filled,
  flag,
  hidden,
  joined,
  output,
  pairsOf,
  part,
  printPairs,
  steering,
  text,
} from "../words.ts";

/** Properties of ours that one text of the API holds: { enabled: true, storage: "local" } as "enabled=1,storage=local". */
function nested(api: string, field: Property["field"], names: { [ours: string]: string }): Property {
  return {
    field,
    api,
    write: (value) =>
      isObject(value)
        ? printPairs(
            Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [theirs, scalar(value[ours])])),
          )
        : undefined,
    read: (value) => {
      const pairs = pairsOf(value, "enabled");
      const told = Object.entries(names).flatMap(([ours, theirs]): [string, Value][] => {
        const each = pairs[theirs];
        return each === undefined
          ? []
          : [[ours, ours === "enabled" ? each === "1" : /^\d+$/.test(each) ? Number(each) : each]];
      });
      return Object.fromEntries(told);
    },
  };
}

function scalar(value: Value | undefined): string | number | boolean | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
}

const prune: Property = {
  field: map(string),
  api: "prune-backups",
  write: (value) =>
    isObject(value)
      ? printPairs(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, scalar(each)])))
      : undefined,
  read: (value) => pairsOf(value),
};

const backup: Kind = {
  name: "Job",
  properties: {
    all: filled(flag("all")),
    bwlimit: filled(count("bwlimit")),
    compress: filled(text("compress", oneOf("0", "1", "gzip", "lzo", "zstd"))),
    enabled: filled(flag("enabled")),
    excludePaths: {
      field: set(string),
      api: "exclude-path",
      write: (value) => (Array.isArray(value) ? value.map(String) : []),
      read: (value) => value,
    },
    fleecing: nested("fleecing", object("fleecing", { enabled: boolean, storage: string }), {
      enabled: "enabled",
      storage: "storage",
    }),
    ionice: filled(count("ionice")),
    lockwait: count("lockwait"),
    mailnotification: filled(text("mailnotification", oneOf("always", "failure"))),
    mailtos: joined("mailto", set(string)),
    maxfiles: count("maxfiles"),
    mode: filled(text("mode", oneOf("snapshot", "suspend", "stop"))),
    node: text("node"),
    notesTemplate: text("notes-template"),
    pbsChangeDetectionMode: text("pbs-change-detection-mode", oneOf("legacy", "data", "metadata")),
    performance: nested(
      "performance",
      object("performance", { maxWorkers: integer, pbsEntriesMax: integer }),
      {
        maxWorkers: "max-workers",
        pbsEntriesMax: "pbs-entries-max",
      },
    ),
    pigz: count("pigz"),
    pool: text("pool"),
    protected: filled(flag("protected")),
    pruneBackups: filled(prune),
    remove: filled(flag("remove")),
    repeatMissed: filled(flag("repeat-missed")),
    resourceId: text("id", replacing(required(string))),
    schedule: text("schedule", required(string)),
    script: text("script"),
    starttime: text("starttime"),
    stdexcludes: filled(flag("stdexcludes")),
    stopwait: count("stopwait"),
    storage: text("storage", required(string)),
    tmpdir: text("tmpdir"),
    vmids: joined("vmid", set(string)),
    zstd: count("zstd"),
  },
  rules: ({ all, vmids, pool }) =>
    [all === true, vmids !== undefined, pool !== undefined].filter(Boolean).length === 1
      ? []
      : [{ path: [], reason: "Job needs exactly one of all, vmids, pool: what it backs up" }],
  id: ({ resourceId }) => String(resourceId),
  named: (id) => ({ resourceId: id }),
  list: () => "/cluster/backup",
  one: ({ resourceId }) => `/cluster/backup/${part(resourceId)}`,
};

const pool: Kind = {
  name: "PoolLegacy",
  properties: {
    comment: text("comment", defaulting(string, "")),
    members: output({ field: set(object("member", {})), api: "members", read: members }),
    poolId: text("poolid", replacing(required(string))),
  },
  unsets: "empty",
  id: ({ poolId }) => String(poolId),
  named: (id) => ({ poolId: id }),
  list: () => "/pools",
  one: ({ poolId }) => `/pools?poolid=${part(poolId)}`,
  async find(client, { poolId }, signal) {
    const pools = await client.list({ path: "/pools", signal });
    if (!pools.some(({ poolid }) => poolid === poolId)) return undefined;
    const [found] = await client.list({ path: `/pools?poolid=${part(poolId)}`, signal });
    return found;
  },
};

function members(value: Value): Value {
  const all = Array.isArray(value) ? value.filter(isObject) : [];
  return all.map(
    ({ id, node, type, storage, vmid }): Properties => ({
      id: id ?? "",
      nodeName: node ?? "",
      type: type ?? "",
      ...(storage !== undefined && { datastoreId: storage }),
      ...(vmid !== undefined && { vmId: vmid }),
    }),
  );
}

const membership: Kind = {
  name: "Membership",
  properties: {
    poolId: steering(replacing(required(string))),
    storageId: text("storage", replacing(string)),
    type: output(text("type")),
    vmId: count("vms", replacing(integer)),
  },
  rules: ({ storageId, vmId }) =>
    (storageId === undefined) === (vmId === undefined)
      ? [{ path: [], reason: "Membership needs exactly one of storageId, vmId" }]
      : [],
  creates: "PUT",
  list: ({ poolId }) => `/pools?poolid=${part(poolId)}`,
  one: ({ poolId }) => `/pools?poolid=${part(poolId)}`,
  more: () => ({ "allow-move": 1 }),
  id: ({ poolId, storageId, vmId }) =>
    `${String(poolId)}/${vmId === undefined ? "storage" : "vm"}/${String(vmId ?? storageId)}`,
  named(id) {
    const [poolId = "", type, member = ""] = id.split("/");
    return { poolId, ...(type === "vm" ? { vmId: Number(member) } : { storageId: member }) };
  },
  async find(client, { poolId, storageId, vmId }, signal) {
    const found = await pool.find?.(client, { poolId: poolId ?? null }, signal);
    const all = Array.isArray(found?.members) ? found.members.filter(isObject) : [];
    const isThere = all.some((each) =>
      vmId === undefined ? each.storage === storageId : each.vmid === vmId,
    );
    if (!isThere) return undefined;
    const member: Properties = vmId === undefined ? { storage: storageId ?? null } : { vms: vmId };
    return { poolid: poolId ?? null, ...member, type: vmId === undefined ? "storage" : "vm" };
  },
  async remove(client, { poolId, storageId, vmId }, signal) {
    const member = vmId === undefined ? { storage: String(storageId) } : { vms: String(vmId) };
    await client.drop({
      method: "PUT",
      path: `/pools?poolid=${part(poolId)}`,
      form: { ...member, delete: 1 },
      signal,
    });
  },
};

const metrics: Kind = {
  name: "Server",
  autoname: true,
  properties: {
    disable: filled(flag("disable")),
    graphitePath: text("path"),
    graphiteProto: text("proto", oneOf("udp", "tcp")),
    influxApiPathPrefix: text("api-path-prefix"),
    influxBucket: text("bucket"),
    influxDbProto: text("influxdbproto", oneOf("udp", "http", "https")),
    influxMaxBodySize: count("max-body-size"),
    influxOrganization: text("organization"),
    influxToken: hidden(text("token")),
    influxVerify: flag("verify-certificate"),
    mtu: count("mtu"),
    name: text("id", replacing(string)),
    port: count("port", required(integer)),
    server: text("server", required(string)),
    timeout: count("timeout"),
    type: text("type", replacing(required(oneOf("graphite", "influxdb", "opentelemetry")))),
  },
  secrets: ["influxToken"],
  key: ["id"],
  creates: "POST",
  id: ({ name }) => String(name),
  named: (id) => ({ name: id }),
  list: ({ name }) => `/cluster/metrics/server/${part(name)}`,
  one: ({ name }) => `/cluster/metrics/server/${part(name)}`,
};

const replication: Kind = {
  name: "Replication",
  properties: {
    comment: text("comment"),
    disable: filled(flag("disable")),
    guest: output(count("guest")),
    jobnum: output(count("jobnum")),
    rate: decimal("rate", number),
    resourceId: text("id", replacing(required(string))),
    schedule: filled(text("schedule")),
    source: output(text("source")),
    target: text("target", replacing(required(string))),
    type: text("type", replacing(required(oneOf("local")))),
  },
  id: ({ resourceId }) => String(resourceId),
  named: (id) => ({ resourceId: id }),
  list: () => "/cluster/replication",
  one: ({ resourceId }) => `/cluster/replication/${part(resourceId)}`,
};

export const cluster: { [type: string]: Kind } = {
  "backup/job:Job": backup,
  "index/poolLegacy:PoolLegacy": pool,
  "pool/membership:Membership": membership,
  "metrics/server:Server": metrics,
  "index/replication:Replication": replication,
};
