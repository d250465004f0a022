import { demand, privilegesOf } from "../access/index.ts";
import { type Call, type Handlers, PveError } from "../api/index.ts";
import { haStateOf } from "../cluster/index.ts";
import type { Guest } from "../records.ts";
import { agentHostName, agentInfo, agentInterfaces, pingAgent } from "./agent.ts";
import { changeGuest } from "./change.ts";
import { cloneGuest, migrateGuest, moveDisk, templateGuest } from "./clone.ts";
import { isAgentEnabled, plannedConfig, shownConfig, shownStatus } from "./guest.ts";
import { createGuest, destroyGuest, resizeDisk } from "./lifecycle.ts";
import { rebootGuest, resetGuest, shutdownGuest, startGuest, stopGuest } from "./power.ts";
import { snapshotHandlers } from "./snapshots.ts";

const one = "/nodes/{node}/qemu/{vmid}";

export const guestHandlers: Handlers = {
  "GET /nodes/{node}/qemu": ({ datacenter, caller, parameters }) =>
    datacenter.guests
      .all()
      .filter(
        ({ node, vmid }) =>
          node === parameters.node && privilegesOf(caller, `/vms/${vmid}`, datacenter).has("VM.Audit"),
      )
      .map((guest) => shownStatus(guest, datacenter)),
  "POST /nodes/{node}/qemu": createGuest,
  [`GET ${one}`]: (call) => {
    found(call);
    return ["config", "pending", "status", "agent", "firewall", "snapshot", "cloudinit"].map((subdir) => ({
      subdir,
    }));
  },
  [`DELETE ${one}`]: destroyGuest,
  [`GET ${one}/config`]: (call) => {
    const guest = found(call);
    return shownConfig(call.parameters.current ? guest.config : plannedConfig(guest), guest.lock);
  },
  [`PUT ${one}/config`]: (call) => {
    changeGuest(call);
    return null;
  },
  [`POST ${one}/config`]: (call) => {
    const { vmid, node } = changeGuest(call);
    return call.datacenter.tasks.start({
      node,
      type: "qmconfig",
      id: vmid,
      user: call.caller,
      effect: "nothing",
      data: {},
    });
  },
  [`GET ${one}/pending`]: (call) => {
    const { config, pending } = found(call);
    const keys = [...new Set([...Object.keys(config), ...Object.keys(pending)])];
    return keys.map((key) => ({
      key,
      ...(config[key] !== undefined && { value: config[key] }),
      ...(pending[key] === null ? { delete: 1 } : pending[key] !== undefined && { pending: pending[key] }),
    }));
  },
  [`GET ${one}/cloudinit`]: (call) => {
    const { config } = found(call);
    const keys = Object.keys(config).filter((key) =>
      /^(ci|ipconfig|nameserver|searchdomain|sshkeys)/.test(key),
    );
    return keys.map((key) => ({ key, value: shownConfig(config)[key] }));
  },
  [`PUT ${one}/cloudinit`]: (call) => {
    const guest = found(call);
    const hasDrive = Object.values(guest.config).some((value) => String(value).includes("cloudinit"));
    if (!hasDrive) throw new PveError("No cloud-init drive found");
    return null;
  },
  [`GET ${one}/cloudinit/dump`]: (call) => cloudInitDump(found(call), call),
  [`PUT ${one}/resize`]: resizeDisk,
  [`POST ${one}/clone`]: cloneGuest,
  [`POST ${one}/template`]: templateGuest,
  [`POST ${one}/migrate`]: migrateGuest,
  [`GET ${one}/migrate`]: (call) => ({
    running: found(call).status === "running" ? 1 : 0,
    local_disks: [],
    local_resources: [],
    "mapped-resources": [],
  }),
  [`POST ${one}/move_disk`]: moveDisk,
  [`PUT ${one}/unlink`]: (call) => {
    const { idlist = "", ...parameters } = call.parameters;
    changeGuest({ ...call, parameters: { ...parameters, delete: idlist } });
    return null;
  },
  [`GET ${one}/status/current`]: (call) => {
    const guest = found(call);
    const { datacenter } = call;
    return {
      ...shownStatus(guest, datacenter),
      ha: haStateOf(guest.vmid, datacenter),
      ...(isAgentEnabled(guest.config) && { agent: 1 }),
    };
  },
  [`POST ${one}/status/start`]: startGuest,
  [`POST ${one}/status/stop`]: stopGuest,
  [`POST ${one}/status/shutdown`]: shutdownGuest,
  [`POST ${one}/status/reboot`]: rebootGuest,
  [`POST ${one}/status/reset`]: resetGuest,
  [`POST ${one}/agent/ping`]: pingAgent,
  [`GET ${one}/agent/info`]: agentInfo,
  [`GET ${one}/agent/get-host-name`]: agentHostName,
  [`GET ${one}/agent/network-get-interfaces`]: agentInterfaces,
  ...snapshotHandlers,
};

function found(call: Call): Guest {
  const { datacenter, parameters } = call;
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  demand(call, `/vms/${guest.vmid}`, "VM.Audit");
  return guest;
}

/** The user data as the guest will read it: a snippet's words, or what follows from the settings. */
function cloudInitDump({ config, node, vmid }: Guest, { datacenter, parameters }: Call): string {
  const type = String(parameters.type);
  const volid = new RegExp(`(?:^|,)${type}=([^,]+)`).exec(String(config.cicustom ?? ""))?.[1];
  if (volid !== undefined) {
    const snippet = datacenter.volumes
      .all()
      .find((volume) => volume.volid === volid && volume.text !== undefined && volume.node === node);
    return snippet?.text ?? "";
  }
  const lines =
    type === "user"
      ? [
          "#cloud-config",
          `hostname: ${config.name ?? `VM${vmid}`}`,
          "manage_etc_hosts: true",
          ...(config.ciuser ? [`user: ${config.ciuser}`] : []),
          ...keysOf(config.sshkeys),
        ]
      : type === "network"
        ? [
            "version: 1",
            "config:",
            ...Object.keys(config)
              .filter((key) => key.startsWith("ipconfig"))
              .map((key) => `    # ${key}: ${config[key]}`),
          ]
        : [`instance-id: ${vmid}`];
  return `${lines.join("\n")}\n`;
}

function keysOf(encoded: unknown): string[] {
  if (encoded === undefined) return [];
  const keys = decodeURIComponent(String(encoded))
    .split("\n")
    .filter((key) => key !== "");
  return ["ssh_authorized_keys:", ...keys.map((key) => `  - ${key}`)];
}
