import type { Lab } from "../lab/index.ts";
import { machinesIn } from "./device.ts";
import { adminsOf } from "./people.ts";

export interface SshRule {
  action: "check";
  src: string[];
  dst: string[];
  users: string[];
  checkPeriod: string;
}

/** Machines whose SSH is Tailscale's: a stolen laptop is asked for its owner's login before it gets a shell. */
export function planSsh(lab: Lab): SshRule[] {
  const machines = machinesIn(lab).filter(({ machine }) => joinsByItself(machine.kind));
  if (machines.length === 0) return [];
  return [
    {
      action: "check",
      src: adminsOf(lab),
      dst: machines.map(({ tag }) => tag),
      users: ["autogroup:nonroot"],
      checkPeriod: "12h",
    },
  ];
}

/** A Linux that runs what we hand it. A file server, a router and a desktop are brought in by hand. */
export function joinsByItself(kind: string): boolean {
  return ["hypervisor", "vm", "metal", "guest"].includes(kind);
}
