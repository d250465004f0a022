import { type Call, type Handlers, PveError } from "../api/index.ts";
import type { Guest } from "../records.ts";
import { demandUnlocked } from "./guest.ts";

const path = "/nodes/{node}/qemu/{vmid}/snapshot";

/** States of a guest that can be gone back to. They are told of its settings; its disks' bytes nobody keeps. */
export const snapshotHandlers: Handlers = {
  [`GET ${path}`]: (call) => {
    const { snapshots, config } = guestOf(call);
    const entries = Object.entries(snapshots).map(([name, { config: _, description = "", ...rest }]) => ({
      name,
      description,
      vmstate: 0,
      ...rest,
    }));
    const parent = entries.at(-1)?.name;
    return [
      ...entries,
      {
        name: "current",
        description: "You are here!",
        digest: config.digest,
        running: 0,
        ...(parent && { parent }),
      },
    ];
  },
  [`POST ${path}`]: (call) => {
    const guest = guestOf(call);
    demandUnlocked(guest);
    const name = String(call.parameters.snapname);
    if (guest.snapshots[name]) throw new PveError(`snapshot name '${name}' already used`);
    const { description } = call.parameters;
    const snaptime = Math.floor(Date.now() / 1000);
    guest.snapshots[name] = {
      config: guest.config,
      snaptime,
      ...(description !== undefined && { description: String(description) }),
    };
    return kept(call, guest, "qmsnapshot");
  },
  [`GET ${path}/{snapname}`]: (call) => {
    snapshotOf(call);
    return [{ cmd: "rollback" }, { cmd: "config" }];
  },
  [`GET ${path}/{snapname}/config`]: (call) => {
    const { config, ...rest } = snapshotOf(call);
    return { ...config, ...rest };
  },
  [`PUT ${path}/{snapname}/config`]: (call) => {
    const guest = guestOf(call);
    guest.snapshots[String(call.parameters.snapname)] = {
      ...snapshotOf(call),
      description: String(call.parameters.description ?? ""),
    };
    call.datacenter.guests.put(String(guest.vmid), guest);
    return null;
  },
  [`POST ${path}/{snapname}/rollback`]: (call) => {
    const guest = guestOf(call);
    demandUnlocked(guest);
    return kept(
      call,
      { ...guest, config: snapshotOf(call).config, pending: {}, status: "stopped" },
      "qmrollback",
    );
  },
  [`DELETE ${path}/{snapname}`]: (call) => {
    snapshotOf(call);
    const guest = guestOf(call);
    demandUnlocked(guest);
    delete guest.snapshots[String(call.parameters.snapname)];
    return kept(call, guest, "qmdelsnapshot");
  },
};

function guestOf({ datacenter, parameters }: Call): Guest {
  return datacenter.guest(String(parameters.vmid), String(parameters.node));
}

function snapshotOf(call: Call): Guest["snapshots"][string] {
  const name = String(call.parameters.snapname);
  const snapshot = guestOf(call).snapshots[name];
  if (!snapshot) throw new PveError(`snapshot '${name}' does not exist`);
  return snapshot;
}

function kept({ datacenter, caller }: Call, guest: Guest, type: string): string {
  const { vmid, node } = guest;
  datacenter.guests.put(String(vmid), guest);
  return datacenter.tasks.start({ node, type, id: vmid, user: caller, effect: "nothing", data: {} });
}
