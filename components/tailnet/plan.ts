import type { Lab } from "../lab/index.ts";
import { refuse } from "../refusal.ts";
import type { KeptSecret } from "../secrets/index.ts";
import { type Device, entrancesIn, machinesIn } from "./device.ts";
import { entriesOf, nameServersBehind } from "./gateways.ts";
import { lockedOut } from "./lockout.ts";
import { type Policy, planPolicy } from "./policy.ts";
import { render } from "./render.ts";
import { joinsByItself } from "./ssh.ts";

/** A machine that may be in the tailnet already, and what it is there. */
export interface Member extends Device {
  /** Where its address is fixed, nothing else is taken for it. */
  address?: string;
  routes: string[];
}

export interface TailnetPlan {
  policy: string;
  /** Devices that come in by a key of their own. */
  keys: Device[];
  members: Member[];
  /** Names of the house, and who answers for them. */
  splitDns: { domain: string; nameservers: { address: string }[] }[];
}

/** All that the vendor is told of a lab's tailnet. */
export function planTailnet(
  lab: Lab,
  transform: (policy: Policy) => Policy = (policy) => policy,
): TailnetPlan {
  const policy = transform(planPolicy(lab));
  refuse(lockedOut(policy, lab));
  const nameservers = nameServersBehind(lab).map(({ address }) => ({ address }));
  return {
    policy: render(policy, lab.name),
    keys: [...machinesIn(lab).filter(({ machine }) => joinsByItself(machine.kind)), ...entrancesIn(lab)].map(
      ({ name, tag }) => ({ name, tag }),
    ),
    members: machinesIn(lab).map(({ name, tag, machine: { tailnet } }) => ({
      name,
      tag,
      ...(typeof tailnet === "string" && { address: tailnet }),
      routes: routesOf(name, lab),
    })),
    splitDns: nameservers.length > 0 ? [{ domain: lab.inventory.home, nameservers }] : [],
  };
}

/** The networks into which a machine leads. */
export function routesOf(machine: string, lab: Lab): string[] {
  return entriesOf(lab)
    .filter(({ gateways }) => gateways.some(({ name }) => name === machine))
    .map(({ cidr }) => cidr);
}

/** The key by which a device comes in, as the vault knows it. */
export function keyOf(device: string): KeptSecret {
  return { kept: `tailnet/${device}` };
}
