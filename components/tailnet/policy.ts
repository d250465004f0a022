import type { Lab } from "../lab/index.ts";
import { type Device, entrancesIn, machinesIn } from "./device.ts";
import { entriesOf, hostsBehind, nameServersBehind, openBehindGateways } from "./gateways.ts";
import { openNameServers } from "./name-servers.ts";
import { openToNodes } from "./nodes.ts";
import { merged, type Opening } from "./opening.ts";
import { adminsOf, groupsIn, openServices, openToAdmins } from "./people.ts";
import { openToServices } from "./services.ts";
import { joinsByItself, planSsh, type SshRule } from "./ssh.ts";
import { planSshTests, planTests, type SshTest, type Test } from "./tests.ts";

export interface Grant {
  src: string[];
  dst: string[];
  ip: string[];
}

/** Who may reach what in the tailnet, in the vendor's own words. */
export interface Policy {
  groups: Record<string, string[]>;
  tagOwners: Record<string, string[]>;
  hosts: Record<string, string>;
  grants: (Grant & { because: string })[];
  ssh: SshRule[];
  autoApprovers: { routes: Record<string, string[]>; exitNode: string[] };
  nodeAttrs: { target: string[]; ipPool: string[] }[];
  tests: Test[];
  sshTests: SshTest[];
}

/** Everything that a declaration asks for, and nothing else. */
export function planPolicy(lab: Lab): Policy {
  const openings = openingsOf(lab);
  const groups = groupsIn(lab);
  const hosts = [...hostsBehind(lab), ...nameServersBehind(lab)];
  const devices: Device[] = [...machinesIn(lab), ...entrancesIn(lab)];
  const admins = adminsOf(lab);
  return {
    groups,
    tagOwners: Object.fromEntries(devices.map(({ tag }) => [tag, admins])),
    hosts: Object.fromEntries(hosts.map(({ name, address }) => [name, address])),
    grants: openings.map(({ from, to, traffic, because }) => ({ src: from, dst: to, ip: traffic, because })),
    ssh: planSsh(lab),
    autoApprovers: {
      routes: Object.fromEntries(
        entriesOf(lab).map(({ cidr, gateways }) => [cidr, gateways.map(({ tag }) => tag)]),
      ),
      // Nobody may offer the way to the whole internet through a house.
      exitNode: [],
    },
    // A machine that is made anew has the address again that others know.
    nodeAttrs: machinesIn(lab).flatMap(({ tag, machine: { kind, tailnet } }) =>
      typeof tailnet === "string" && joinsByItself(kind)
        ? [{ target: [tag], ipPool: [`${tailnet}/32`] }]
        : [],
    ),
    tests: planTests({ openings, groups, devices }),
    sshTests: planSshTests({ groups, rules: planSsh(lab) }),
  };
}

export function openingsOf(lab: Lab): Opening[] {
  return merged([
    ...openToAdmins(lab),
    ...openServices(lab),
    ...openToNodes(lab),
    ...openToServices(lab),
    ...openBehindGateways(lab),
    ...openNameServers(lab),
  ]);
}
