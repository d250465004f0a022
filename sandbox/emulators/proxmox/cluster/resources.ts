import { privilegesOf } from "../access/index.ts";
import { type Call, type Handlers, PveError } from "../api/index.ts";
import { shownStatus } from "../guests/guest.ts";
import { nodeStatus } from "../nodes/index.ts";
import { storagesOnNode } from "../storage/index.ts";
import { haStateOf } from "./ha.ts";

export const resourceHandlers: Handlers = {
  "GET /cluster/resources": (call) => {
    const wanted = call.parameters.type;
    const kinds: Record<string, () => object[]> = {
      vm: () => guests(call),
      node: () => nodes(call),
      storage: () => storages(call),
      sdn: () => [],
    };
    const chosen = wanted === undefined ? Object.keys(kinds) : [String(wanted)];
    return chosen.flatMap((kind) => kinds[kind]?.() ?? []);
  },
  "GET /cluster/status": ({ datacenter }) => {
    const { cluster, nodes } = datacenter.seed;
    const quorate = nodes.filter(({ online }) => online).length * 2 > nodes.length ? 1 : 0;
    return [
      { id: "cluster", type: "cluster", name: cluster, nodes: nodes.length, quorate, version: nodes.length },
      ...nodes.map(({ name, address, online }, index) => ({
        id: `node/${name}`,
        type: "node",
        name,
        ip: address,
        nodeid: index + 1,
        level: "",
        local: index === 0 ? 1 : 0,
        online: online ? 1 : 0,
      })),
    ];
  },
  "GET /cluster/nextid": ({ datacenter, parameters }) => {
    const { vmid } = parameters;
    if (vmid !== undefined) {
      const taken = datacenter.guests.get(String(vmid));
      if (taken)
        throw new PveError("Parameter verification failed.", 400, { vmid: `VM ${vmid} already exists` });
      return String(vmid);
    }
    let free = 100;
    while (datacenter.guests.has(String(free))) free += 1;
    return String(free);
  },
  "GET /cluster/tasks": ({ datacenter }) =>
    datacenter.tasks.all
      .all()
      .slice(-50)
      .map(({ effect: _, data: __, log: ___, due: ____, ...task }) => ({
        ...task,
        status: task.exitstatus ?? "",
      })),
};

function guests({ datacenter, caller }: Call) {
  return datacenter.guests
    .all()
    .filter(({ vmid }) => privilegesOf(caller, `/vms/${vmid}`, datacenter).has("VM.Audit"))
    .map((guest) => {
      const { cpus, ...status } = shownStatus(guest, datacenter);
      const { state } = haStateOf(guest.vmid, datacenter);
      return {
        id: `qemu/${guest.vmid}`,
        type: "qemu",
        node: guest.node,
        ...status,
        maxcpu: cpus,
        template: guest.config.template === 1 ? 1 : 0,
        ...(guest.pool !== undefined && { pool: guest.pool }),
        ...(state !== undefined && { hastate: state }),
      };
    });
}

function nodes({ datacenter }: Call) {
  return datacenter.seed.nodes.map((node) => ({
    id: `node/${node.name}`,
    type: "node",
    ...nodeStatus(node, datacenter),
  }));
}

function storages({ datacenter }: Call) {
  return datacenter.seed.nodes.flatMap(({ name }) =>
    storagesOnNode(name, datacenter).map(({ storage, type, total, used, content, shared }) => ({
      id: `storage/${name}/${storage}`,
      type: "storage",
      node: name,
      storage,
      plugintype: type,
      status: "available",
      content,
      shared,
      maxdisk: total,
      disk: used,
    })),
  );
}
