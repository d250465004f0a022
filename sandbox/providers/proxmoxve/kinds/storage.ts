import { boolean, integer, object, replacing, required, set, string } from "../../framework/shape.ts";
import { isObject, type Properties } from "../../framework/value.ts";
import type { Kind, Property } from "../kind.ts";
import { filled, flag, hidden, joined, output, pairsOf, printPairs, text } from "../words.ts";
import { listed } from "./listed.ts";

const keeps = ["All", "Daily", "Hourly", "Last", "Monthly", "Weekly", "Yearly"];

/** How many backups are kept, which the API writes as "keep-daily=7,keep-weekly=4". */
const backups: Property = {
  field: object("backups", {
    keepAll: boolean,
    ...Object.fromEntries(keeps.slice(1).map((each) => [`keep${each}`, integer])),
    maxProtectedBackups: integer,
  }),
  api: "prune-backups",
  write: (value) =>
    isObject(value)
      ? printPairs(Object.fromEntries(keeps.map((each) => [`keep-${each.toLowerCase()}`, kept(value, each)])))
      : undefined,
  read: (value, live) => {
    const pairs = pairsOf(value);
    const told = keeps.flatMap((each): [string, number | boolean][] => {
      const count = pairs[`keep-${each.toLowerCase()}`];
      if (count === undefined) return [];
      return [[`keep${each}`, each === "All" ? count === "1" : Number(count)]];
    });
    const most = live["max-protected-backups"];
    return { ...Object.fromEntries(told), ...(most !== undefined && { maxProtectedBackups: Number(most) }) };
  },
};

function kept(value: Properties, each: string): number | boolean | undefined {
  const count = value[`keep${each}`];
  return typeof count === "number" || typeof count === "boolean" ? count : undefined;
}

const common: Kind["properties"] = {
  contents: filled(joined("content", set(string))),
  disable: filled(flag("disable")),
  nodes: filled(joined("nodes", set(string))),
  resourceId: text("storage", replacing(required(string))),
};
const shared = { shared: output(flag("shared")) };
const folders: Kind["properties"] = {
  backups,
  createBasePath: filled(flag("create-base-path", replacing(boolean))),
  createSubdirs: filled(flag("create-subdirs", replacing(boolean))),
  preallocation: text("preallocation"),
};
const born = replacing(required(string));

function storage(name: string, type: string, properties: Kind["properties"], secrets: string[] = []): Kind {
  return {
    name,
    properties: { ...common, ...properties },
    secrets,
    ...listed("/storage", "resourceId"),
    more: protectedBackups,
    made: { type },
  };
}

/** Said beside the others: the property of ours stands for two of the API's. */
function protectedBackups({ backups }: Properties) {
  const most = isObject(backups) ? backups.maxProtectedBackups : undefined;
  return typeof most === "number" ? { "max-protected-backups": most } : {};
}

export const storages: { [type: string]: Kind } = {
  "storage/directory:Directory": storage("Directory", "dir", {
    ...folders,
    path: text("path", born),
    shared: filled(flag("shared")),
  }),
  "storage/nfs:Nfs": storage("Nfs", "nfs", {
    ...folders,
    ...shared,
    export: text("export", born),
    options: text("options"),
    server: text("server", born),
    snapshotAsVolumeChain: flag("snapshot-as-volume-chain", replacing(boolean)),
  }),
  "storage/cifs:Cifs": storage(
    "Cifs",
    "cifs",
    {
      ...folders,
      ...shared,
      domain: text("domain"),
      options: text("options"),
      password: hidden(text("password", required(string))),
      server: text("server", born),
      share: text("share", born),
      snapshotAsVolumeChain: flag("snapshot-as-volume-chain", replacing(boolean)),
      subdirectory: text("subdir", replacing(string)),
      username: text("username", required(string)),
    },
    ["password"],
  ),
  "storage/pbs:Pbs": storage(
    "Pbs",
    "pbs",
    {
      ...shared,
      backups,
      datastore: text("datastore", born),
      encryptionKey: hidden(text("encryption-key")),
      fingerprint: text("fingerprint"),
      generateEncryptionKey: hidden({
        ...flag("encryption-key"),
        write: (value) => (value === true ? "autogen" : undefined),
      }),
      namespace: text("namespace"),
      password: hidden(text("password", required(string))),
      server: text("server", born),
      username: text("username", required(string)),
    },
    ["password", "encryptionKey"],
  ),
  "storage/zfspool:Zfspool": storage("Zfspool", "zfspool", {
    ...shared,
    blocksize: text("blocksize"),
    thinProvision: flag("sparse"),
    zfsPool: text("pool", born),
  }),
  "storage/lvm:Lvm": storage("Lvm", "lvm", {
    shared: filled(flag("shared")),
    volumeGroup: text("vgname", born),
    wipeRemovedVolumes: filled(flag("saferemove")),
  }),
  "storage/lvmthin:Lvmthin": storage("Lvmthin", "lvmthin", {
    ...shared,
    thinPool: text("thinpool", born),
    volumeGroup: text("vgname", born),
  }),
};
