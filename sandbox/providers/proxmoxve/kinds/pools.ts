import { defaulting, integer, object, replacing, required, set, string } from "../../framework/shape.ts";
import { isObject, type Properties, type Value } from "../../framework/value.ts";
import type { Kind } from "../kind.ts";
import { count, output, part, steering, text } from "../words.ts";

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

export const pools: { [type: string]: Kind } = {
  "index/poolLegacy:PoolLegacy": pool,
  "pool/membership:Membership": membership,
};
