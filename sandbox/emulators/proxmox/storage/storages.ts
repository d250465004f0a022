import { listItems } from "../api/formats.ts";
import { type Handlers, PveError, type Section, type SectionKind, sections } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";

/** A place for volumes, as the cluster's configuration names it. */
export interface Storage extends Section {
  storage: string;
  type: string;
  content: string;
}

/** What each type of storage is for, where its configuration does not say. */
const contents: Record<string, string> = {
  dir: "images,rootdir",
  nfs: "images",
  cifs: "images",
  zfspool: "images,rootdir",
  lvm: "images,rootdir",
  lvmthin: "images,rootdir",
  pbs: "backup",
};

/** What each type cannot be without. */
const needed: Record<string, string[]> = {
  dir: ["path"],
  nfs: ["server", "export"],
  cifs: ["server", "share"],
  zfspool: ["pool"],
  lvm: ["vgname"],
  lvmthin: ["vgname", "thinpool"],
  pbs: ["server", "datastore", "username"],
};

const remote = new Set(["nfs", "cifs", "pbs"]);
/** Kept in files of their own, where nobody reads them through the API. */
const secret = new Set(["password", "encryption-key", "master-pubkey"]);

export const storagesOf = (datacenter: Datacenter) => datacenter.collection<Storage>("storages");

const kind: SectionKind = {
  path: "/storage",
  key: "storage",
  collection: "storages",
  missing: (id) => `storage '${id}' does not exist`,
  existing: (id) => `create storage failed: storage ID '${id}' already defined`,
  check: (section, _, before) => completed(section, before),
  beforeRemoval(id, { datacenter }) {
    const pool = poolsOfStorage(datacenter).get(id);
    if (pool !== undefined) poolsOfStorage(datacenter).delete(id);
  },
  shown: (section) =>
    Object.fromEntries(Object.entries(section).filter(([key]) => !secret.has(key))) as Section,
};

const handled = sections(kind);

/** Made or changed, a storage is told back: a client reads there what was made for it. */
function answered(key: string): Handlers {
  return {
    [key]: (call) => {
      handled[key]?.(call);
      const { storage, type } = storageNamed(String(call.parameters.storage), call.datacenter);
      return { storage, type, config: {} };
    },
  };
}

export const storageSections: Handlers = {
  ...handled,
  ...answered("POST /storage"),
  ...answered("PUT /storage/{storage}"),
};

function completed(section: Section, before: Section | undefined): Section {
  const type = String(section.type);
  if (!contents[type]) throw new PveError(`unknown storage type '${type}'`);
  if (before && before.type !== type) throw new PveError("can't change the type of a storage");
  for (const key of needed[type] ?? [])
    if (section[key] === undefined)
      throw new PveError(`create storage failed: missing value for required option '${key}'`, 400);
  return {
    ...section,
    content: section.content ?? contents[type] ?? "images",
    ...(remote.has(type) && { shared: 1 }),
    ...(["nfs", "cifs"].includes(type) && { path: section.path ?? `/mnt/pve/${section.storage}` }),
  };
}

export function plantStorages(datacenter: Datacenter): void {
  const storages = storagesOf(datacenter);
  const local = {
    storage: "local",
    type: "dir",
    options: { path: "/var/lib/vz", content: "iso,vztmpl,backup,import,snippets" },
    volumes: {},
  };
  for (const { storage, type, options, volumes } of [local, ...datacenter.seed.storages]) {
    if (!storages.has(storage))
      storages.put(storage, completed({ storage, type, ...options }, undefined) as Storage);
    for (const [path, size] of Object.entries(volumes))
      for (const node of nodesOf(storageNamed(storage, datacenter), datacenter))
        plantVolume(datacenter, storage, path, size, node);
  }
}

function plantVolume(
  datacenter: Datacenter,
  storage: string,
  path: string,
  size: number,
  node: string,
): void {
  const content = path.split("/", 1)[0] ?? "";
  const format = path.split(".").at(-1) ?? "raw";
  const id = `${node}/${storage}:${path}`;
  if (datacenter.collection<true>("planted").has(id)) return;
  datacenter.collection<true>("planted").put(id, true);
  const key = isShared(storageNamed(storage, datacenter)) ? `${storage}:${path}` : id;
  datacenter.volumes.put(key, {
    volid: `${storage}:${path}`,
    storage,
    node,
    content,
    format,
    size,
    ctime: 1_750_000_000,
  });
}

export function storageNamed(id: string, datacenter: Datacenter): Storage {
  const storage = storagesOf(datacenter).get(id);
  if (!storage) throw new PveError(`storage '${id}' does not exist`);
  return storage;
}

export function isShared({ shared }: Storage): boolean {
  return shared === 1;
}

export function nodesOf({ nodes }: Storage, datacenter: Datacenter): string[] {
  const all = datacenter.seed.nodes.map(({ name }) => name);
  return nodes === undefined ? all : listItems(String(nodes)).filter((name) => all.includes(name));
}

/** The pool that a storage is in, by the storage's name. */
export const poolsOfStorage = (datacenter: Datacenter) => datacenter.collection<string>("storage-pools");

export function demandContent(storage: Storage, content: string): void {
  if (!listItems(storage.content).includes(content))
    throw new PveError(`storage '${storage.storage}' does not support content-type '${content}'`);
}
