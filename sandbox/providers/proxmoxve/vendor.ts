import { changesBetween } from "../framework/changes.ts";
import { Refusal } from "../framework/refusal.ts";
import { suggestion } from "../framework/suggestion.ts";
import type { ResourceKind, Vendor } from "../framework/vendor.ts";
import { Client } from "./client.ts";
import { type Kind, recordKind } from "./kind.ts";
import { access } from "./kinds/access.ts";
import { cluster } from "./kinds/cluster.ts";
import { download } from "./kinds/download.ts";
import { fileKind } from "./kinds/file.ts";
import { firewalls } from "./kinds/firewall.ts";
import { ha } from "./kinds/ha.ts";
import { mappings } from "./kinds/mapping.ts";
import { nodes } from "./kinds/nodes.ts";
import { options } from "./kinds/options.ts";
import { pools } from "./kinds/pools.ts";
import { storages } from "./kinds/storage.ts";
import { machineKind } from "./machine/index.ts";
import { accessOf, checkConfig, config } from "./settings.ts";

const records: { [type: string]: Kind } = {
  ...access,
  ...cluster,
  ...firewalls,
  ...ha,
  ...mappings,
  ...nodes,
  ...pools,
  ...storages,
  "cluster/options:Options": options,
  "download/file:File": download,
};

/** Kinds with more to them than their properties. */
const others: { [type: string]: (client: Client) => ResourceKind } = {
  "index/fileLegacy:FileLegacy": fileKind,
  "index/vmLegacy:VmLegacy": machineKind,
};

export const proxmoxve: Vendor = {
  name: "proxmoxve",
  version: "8.6.0",
  config,
  checkConfig,
  diffConfig: (before, after) => ({ changes: changesBetween(before, after) }),
  configure(given) {
    const client = new Client(accessOf(given));
    const kinds = new Map<string, ResourceKind>();
    return (type) => {
      const kind = kinds.get(type) ?? kindOf(type, client);
      kinds.set(type, kind);
      return kind;
    };
  },
};

function kindOf(type: string, client: Client): ResourceKind {
  const name = type.replace(/^proxmoxve:/, "");
  // Under its old name, a resource that has a new one is the same.
  const record = records[name] ?? records[name.replaceAll("Legacy", "")];
  if (record) return recordKind(record, client);
  const other = others[name];
  if (other) return other(client);
  const known = [...Object.keys(records), ...Object.keys(others)].map((each) => `proxmoxve:${each}`);
  throw new Refusal(`the stand-in for proxmoxve has no type ${type}; ${suggestion(type, known)}`);
}
