import {
  boolean,
  integer,
  map,
  object,
  oneOf,
  replacing,
  required,
  set,
  string,
} from "../../framework/shape.ts";
import { isObject, type Value } from "../../framework/value.ts";
import type { Kind, Property } from "../kind.ts";
import { count, filled, flag, joined, pairsOf, printPairs, text } from "../words.ts";
import { listed } from "./listed.ts";

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

/** When which machines are backed up, and where to. */
export const backup: Kind = {
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
  ...listed("/cluster/backup", "resourceId"),
};
