import type { Problem } from "../refusal.ts";
import { bytes, contains, memoryOf } from "../units/index.ts";
import type { Inventory } from "./inventory.ts";
import type { Machine, Vm } from "./machine.ts";

/** What the schema cannot see: everything that relates two entries of the inventory. */
export function checkInventory(inventory: Inventory, where: string): Problem[] {
  return [
    ...Object.entries(inventory.machines).flatMap(([name, machine]) => [
      ...checkSite(inventory, name, machine),
      ...checkTailnetAddress(inventory, name, machine),
    ]),
    ...checkDuplicateAddresses(inventory),
    ...checkVms(inventory),
    ...checkClusters(inventory),
  ].map((problem) => ({ where, ...problem }));
}

type Finding = Omit<Problem, "where">;

function checkSite({ sites }: Inventory, name: string, machine: Machine): Finding[] {
  const site = sites[machine.site];
  if (!site)
    return [unknown(`${name} stands at site ${machine.site}, which is not declared.`, Object.keys(sites))];
  const networks = Object.entries(site.networks);
  const { lan } = machine;
  if (!lan || networks.some(([, { cidr }]) => contains(cidr, lan))) return [];
  return [
    {
      what: `${name} has the address ${lan}, which is in no network of its site ${machine.site}.`,
      facts: networks.map(([network, { cidr }]) => `${machine.site}/${network} is ${cidr}`),
      fix: `give ${name} an address of one of these networks, or correct its site`,
    },
  ];
}

function checkTailnetAddress({ tailnet }: Inventory, name: string, machine: Machine): Finding[] {
  if (typeof machine.tailnet !== "string" || contains(tailnet.cidr, machine.tailnet)) return [];
  return [
    {
      what: `${name} has the tailnet address ${machine.tailnet}, which is outside the tailnet's ${tailnet.cidr}.`,
      fix: `read it from \`tailscale ip -4\` on ${name}, or write \`tailnet: true\` to reach it by name`,
    },
  ];
}

function checkDuplicateAddresses({ machines, sites }: Inventory): Finding[] {
  const owners = new Map<string, string[]>();
  const claim = (address: string, owner: string) =>
    owners.set(address, [...(owners.get(address) ?? []), owner]);
  for (const [name, machine] of Object.entries(machines)) {
    if (machine.lan) claim(`${machine.lan} at site ${machine.site}`, name);
    if (typeof machine.tailnet === "string") claim(`${machine.tailnet} in the tailnet`, name);
  }
  for (const [siteName, site] of Object.entries(sites)) {
    for (const [networkName, { gateway }] of Object.entries(site.networks)) {
      const address = gateway && `${gateway} at site ${siteName}`;
      const routers = address ? (owners.get(address) ?? []) : [];
      // A gateway may be declared as a machine of its own: a router. Any other machine there is a clash.
      if (address && routers.some((name) => machines[name]?.kind !== "router"))
        claim(address, `the gateway of ${siteName}/${networkName}`);
    }
  }
  return [...owners]
    .filter(([, names]) => names.length > 1)
    .map(([address, names]) => ({
      what: `${names.join(" and ")} both have the address ${address}.`,
      fix: `give ${names[names.length - 1]} an address of its own`,
    }));
}

function checkVms({ machines }: Inventory): Finding[] {
  const vms = Object.entries(machines).filter((entry): entry is [string, Vm] => entry[1].kind === "vm");
  const hypervisors = Object.keys(machines).filter((name) => machines[name]?.kind === "hypervisor");
  const homeless = vms
    .filter(([, vm]) => !hypervisors.includes(vm.on))
    .map(([name, vm]) =>
      unknown(`${name} runs on ${vm.on}, which is not a hypervisor of the inventory.`, hypervisors),
    );
  return [...homeless, ...hypervisors.flatMap((host) => checkHypervisor(host, machines, vms))];
}

function checkHypervisor(host: string, machines: Inventory["machines"], all: [string, Vm][]): Finding[] {
  const machine = machines[host];
  if (machine?.kind !== "hypervisor") return [];
  const vms = all.filter(([, vm]) => vm.on === host);
  const findings: Finding[] = [];
  const asked = vms.reduce((sum, [, vm]) => sum + bytes(vm.memory), 0);
  if (asked > bytes(machine.memory))
    findings.push({
      what: `the virtual machines on ${host} ask for ${memoryOf(asked)} of memory; it has ${machine.memory}.`,
      facts: vms.map(([name, vm]) => `${name} ${vm.memory}`),
      fix: `make one of them smaller, or move it to another hypervisor`,
    });
  const takers = all.filter(([, vm]) => vm.gpu?.from === host);
  if (takers.length > 0 && !machine.gpu)
    findings.push({
      what: `${takers.map(([name]) => name).join(" and ")} takes the GPU of ${host}, which has none.`,
      fix: `declare the card on ${host}, or take it from the hypervisor that has one`,
    });
  if (takers.length > 1)
    findings.push({
      what: `${takers.map(([name]) => name).join(" and ")} both take the GPU of ${host}.`,
      fix: "a card is passed to one virtual machine, whole: share it inside that machine by slices",
    });
  for (const [name, vm] of takers.filter(([, vm]) => vm.on !== host))
    findings.push({
      what: `${name} runs on ${vm.on}, but takes the GPU of ${host}.`,
      fix: `move ${name} to ${host}, or take the GPU of ${vm.on}`,
    });
  return findings;
}

function checkClusters({ clusters, machines }: Inventory): Finding[] {
  const findings: Finding[] = [];
  const membership = new Map<string, string>();
  for (const [clusterName, cluster] of Object.entries(clusters)) {
    const nodes = Object.entries(cluster.nodes);
    if (!nodes.some(([, node]) => node.role === "server"))
      findings.push({
        what: `cluster ${clusterName} has no server.`,
        fix: 'give one of its nodes `role: "server"`',
      });
    for (const [name, node] of nodes) {
      const machine = machines[name];
      const other = membership.get(name);
      membership.set(name, clusterName);
      if (!machine) {
        findings.push(
          unknown(
            `cluster ${clusterName} has the node ${name}, which is not a machine.`,
            Object.keys(machines),
          ),
        );
        continue;
      }
      if (!("memory" in machine) || machine.kind === "workstation" || machine.kind === "hypervisor")
        findings.push({
          what: `${name} is a ${machine.kind}, and cannot be a node of cluster ${clusterName}.`,
          fix: "use a vm, a metal machine or a guest",
        });
      if (other)
        findings.push({
          what: `${name} is a node of both ${other} and ${clusterName}.`,
          fix: "a machine belongs to one cluster: remove it from the other",
        });
      if (node.join === "lan" && machine.site !== cluster.site)
        findings.push({
          what: `${name} stands at ${machine.site}, and cannot join ${clusterName} at ${cluster.site} over the LAN.`,
          fix: 'write `join: "tailnet"` for it',
        });
      if (node.join === "tailnet" && !machine.tailnet)
        findings.push({
          what: `${name} joins ${clusterName} over the tailnet, but is not in it.`,
          fix: `write \`tailnet: true\` or its address on the machine ${name}`,
        });
    }
  }
  return findings;
}

function unknown(what: string, known: string[]): Finding {
  return { what, facts: [`known: ${known.join(", ")}`], fix: "correct the name, or declare it" };
}
