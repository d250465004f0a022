import { listItems } from "../api/formats.ts";
import { type Call, type Handlers, PveError, type Section } from "../api/index.ts";
import { shownStatus } from "../guests/guest.ts";
import { poolsOfStorage, storageNamed } from "../storage/index.ts";

const poolsOf = ({ datacenter }: Call) => datacenter.collection<Section>("pools");

/** By its new path, with the pool among the parameters, and by its old one. */
export const poolHandlers: Handlers = {
  "GET /pools": (call) => {
    const { poolid, type } = call.parameters;
    if (poolid === undefined)
      return poolsOf(call)
        .all()
        .map(({ poolid, comment }) => ({ poolid, ...(comment && { comment }) }));
    return [{ poolid, ...withMembers(found(call), call, type) }];
  },
  "POST /pools": (call) => {
    const poolid = String(call.parameters.poolid);
    if (poolsOf(call).has(poolid)) throw new PveError(`create pool failed: pool '${poolid}' already exists`);
    const parent = poolid.includes("/") ? poolid.slice(0, poolid.lastIndexOf("/")) : undefined;
    if (parent !== undefined && !poolsOf(call).has(parent))
      throw new PveError(`create pool failed: parent '${parent}' of pool '${poolid}' does not exist`);
    poolsOf(call).put(poolid, { poolid, ...comment(call) });
    return null;
  },
  "PUT /pools": update,
  "DELETE /pools": remove,
  "GET /pools/{poolid}": (call) => withMembers(found(call), call, call.parameters.type),
  "PUT /pools/{poolid}": update,
  "DELETE /pools/{poolid}": remove,
};

function found(call: Call): Section {
  const pool = poolsOf(call).get(String(call.parameters.poolid));
  if (!pool) throw new PveError(`pool '${call.parameters.poolid}' does not exist`);
  return pool;
}

function comment({ parameters }: Call) {
  return parameters.comment === undefined || parameters.comment === "" ? {} : { comment: parameters.comment };
}

function withMembers({ poolid, comment }: Section, { datacenter }: Call, type: unknown) {
  const guests = datacenter.guests
    .all()
    .filter((guest) => guest.pool === poolid)
    .map((guest) => ({
      id: `qemu/${guest.vmid}`,
      type: "qemu",
      node: guest.node,
      ...shownStatus(guest, datacenter),
      template: Number(guest.config.template ?? 0),
    }));
  const nodes = datacenter.seed.nodes.map(({ name }) => name);
  const storages = datacenter
    .collection<{ storage: string }>("storages")
    .all()
    .filter(({ storage }) => poolsOfStorage(datacenter).get(storage) === poolid)
    .flatMap(({ storage }) =>
      nodes.map((node) => ({
        id: `storage/${node}/${storage}`,
        type: "storage",
        node,
        storage,
        status: "available",
      })),
    );
  const members = [...guests, ...storages].filter((member) => member.type === (type ?? member.type));
  return { ...(comment !== undefined && { comment }), members };
}

function update(call: Call): null {
  const { datacenter, parameters } = call;
  const pool = found(call);
  const poolid = String(pool.poolid);
  if (parameters.comment !== undefined) poolsOf(call).put(poolid, { poolid, ...comment(call) });
  for (const vmid of listItems(String(parameters.vms ?? ""))) {
    const guest = datacenter.guests.get(vmid);
    if (!guest) throw new PveError(`VM ${vmid} does not exist`);
    if (parameters.delete) {
      if (guest.pool !== poolid) throw new PveError(`VM ${vmid} is not a pool member`);
      const { pool: _, ...rest } = guest;
      datacenter.guests.put(vmid, rest);
      continue;
    }
    if (guest.pool === poolid) throw new PveError(`VM ${vmid} is already a pool member`);
    if (guest.pool !== undefined && !parameters["allow-move"])
      throw new PveError(`VM ${vmid} belongs already to pool '${guest.pool}' and 'allow-move' is not set`);
    datacenter.guests.put(vmid, { ...guest, pool: poolid });
  }
  for (const storage of listItems(String(parameters.storage ?? ""))) {
    storageNamed(storage, datacenter);
    const here = poolsOfStorage(datacenter).get(storage) === poolid;
    if (parameters.delete && !here) throw new PveError(`storage '${storage}' is not a pool member`);
    if (!parameters.delete && here) throw new PveError(`storage '${storage}' is already a pool member`);
    if (parameters.delete) poolsOfStorage(datacenter).delete(storage);
    else poolsOfStorage(datacenter).put(storage, poolid);
  }
  return null;
}

function remove(call: Call): null {
  const { poolid } = found(call);
  const { members } = withMembers({ poolid: String(poolid) }, call, undefined);
  if (members.length > 0)
    throw new PveError(`delete pool failed: pool '${poolid}' is not empty (contains ${members[0]?.id})`);
  if (
    poolsOf(call)
      .all()
      .some((pool) => String(pool.poolid).startsWith(`${poolid}/`))
  )
    throw new PveError(`delete pool failed: pool '${poolid}' is not empty (contains pools)`);
  poolsOf(call).delete(String(poolid));
  return null;
}
