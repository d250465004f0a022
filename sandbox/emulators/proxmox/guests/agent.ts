import { isIPv4 } from "node:net";
import { type Call, PveError, parsePropertyString } from "../api/index.ts";
import { networkOf } from "../nodes/index.ts";
import type { Guest } from "../records.ts";
import { isAgentEnabled } from "./guest.ts";
import { formatOf } from "./settings.ts";

/** The guest, once the agent in it answers: some moments after its start. */
function answering({ datacenter, parameters }: Call): Guest {
  const guest = datacenter.guest(String(parameters.vmid), String(parameters.node));
  if (!isAgentEnabled(guest.config)) throw new PveError("No QEMU guest agent configured");
  if (guest.status !== "running") throw new PveError(`VM ${guest.vmid} is not running`);
  const awake = (guest.started ?? 0) + datacenter.seed.taskMs <= Date.now();
  if (!awake) throw new PveError("QEMU guest agent is not running");
  return guest;
}

export function pingAgent(call: Call) {
  answering(call);
  return { result: {} };
}

export function agentHostName(call: Call) {
  const { config, vmid } = answering(call);
  return { result: { "host-name": String(config.name ?? `vm${vmid}`) } };
}

export function agentInfo(call: Call) {
  answering(call);
  return {
    result: {
      version: "10.1.0",
      supported_commands: [{ name: "guest-network-get-interfaces", enabled: true, "success-response": true }],
    },
  };
}

export function agentInterfaces(call: Call) {
  const guest = answering(call);
  const cards = Object.keys(guest.config)
    .filter((key) => /^net\d+$/.test(key))
    .toSorted();
  const loopback = {
    name: "lo",
    "hardware-address": "00:00:00:00:00:00",
    "ip-addresses": [address("127.0.0.1/8"), address("::1/128")],
  };
  return { result: [loopback, ...cards.map((key, index) => cardOf(key, index, guest, call))] };
}

/** With the address that its cloud-init settings give it, or the one that the network's DHCP would. */
function cardOf(key: string, index: number, { vmid, node, config }: Guest, { datacenter }: Call) {
  const { macaddr = "", bridge = "vmbr0" } = parsePropertyString(String(config[key]), formatOf(key));
  const { ip, ip6 } = parsePropertyString(String(config[`ipconfig${key.slice(3)}`] ?? ""));
  const given = [ip, ip6].filter((each): each is string => each?.includes("/") === true);
  const leased =
    ip === undefined || ip === "dhcp" ? [leaseOf(vmid, index, networkOf(node, bridge, datacenter))] : [];
  const local =
    `fe80::be24:11ff:fe${macaddr.slice(9, 11)}:${macaddr.slice(12).replace(":", "")}/64`.toLowerCase();
  return {
    name: index === 0 ? "eth0" : `eth${index}`,
    "hardware-address": macaddr.toLowerCase(),
    "ip-addresses": [...leased, ...given, local].map(address),
  };
}

function leaseOf(vmid: number, index: number, network: string): string {
  const [host = "", length = "24"] = network.split("/");
  const prefix = host.split(".").slice(0, 3).join(".");
  return `${prefix}.${100 + ((vmid + index * 37) % 150)}/${length}`;
}

function address(cidr: string) {
  const [text = "", prefix = ""] = cidr.split("/");
  return { "ip-address": text, "ip-address-type": isIPv4(text) ? "ipv4" : "ipv6", prefix: Number(prefix) };
}
