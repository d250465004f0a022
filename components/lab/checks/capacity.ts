import { roomFor } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import { bytes, cores, cpuOf, memoryOf } from "../../units/index.ts";
import { allHosts, type Host, possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";
import { containersOf } from "../pods.ts";
import { type Account, type Goods, left, type Sale, sell } from "./ledger.ts";
import { problem } from "./problem.ts";

interface Resource extends Goods {
  noun: string;
  told(amount: number): string;
  /** What the machine has, of which pods do not get all. */
  whole(host: Host): number;
}

/** What services ask for is there: on the node that they name, or on those that the scheduler may choose. */
export function checkCapacity(lab: Lab): Problem[] {
  return [memory(lab), processor(lab)].flatMap((resource) => {
    const tooBig = lab.services.filter((each) => fitsNowhere(each, lab, resource));
    const others = lab.services.filter((each) => !tooBig.includes(each));
    const { hosts, clusters } = sell({ ...lab, services: others }, resource);
    return [
      ...tooBig.map((each) => larger(each, lab, resource)),
      ...[...hosts, ...clusters].flatMap((each) =>
        each.refused.map((sale) => tooMuch(each, sale, lab, resource)),
      ),
    ];
  });
}

export function memory({ inventory }: Lab): Resource {
  return {
    noun: "memory",
    asked: (service) => total(containersOf(service, inventory).map(({ memory }) => bytes(memory.request))),
    held: ({ machine, node }) => roomFor(machine, node).memory,
    whole: ({ machine }) => bytes(machine.memory),
    told: memoryOf,
  };
}

/** Docker reserves no processor time, and a workstation need not say how many threads it has. */
export function processor({ inventory }: Lab): Resource {
  return {
    noun: "processor",
    asked: (service) =>
      "cluster" in service.place
        ? total(containersOf(service, inventory).map(({ cpu }) => cores(cpu.request)))
        : 0,
    held: ({ machine, node }) => roomFor(machine, node).cpu,
    whole: ({ machine }) => machine.threads ?? 0,
    told: cpuOf,
  };
}

function fitsNowhere(service: Service, { inventory }: Lab, { asked, held }: Resource): boolean {
  const amount = asked(service);
  return amount > 0 && possibleHosts(service, inventory).every((host) => held(host) < amount);
}

function larger(service: Service, { inventory }: Lab, resource: Resource): Problem {
  const { noun, asked, held, told } = resource;
  return problem(service, {
    what: `${service.name} asks for ${told(asked(service))} of ${noun}, more than any node has that it may run on.`,
    facts: possibleHosts(service, inventory).map(
      (host) => `${host.name} has ${told(held(host))}${kept(host, resource)}`,
    ),
    fix: "ask for less, or place it on a larger node",
  });
}

function tooMuch(
  account: Account,
  { service, amount }: Sale,
  { inventory }: Lab,
  resource: Resource,
): Problem {
  const { noun, told } = resource;
  const takers = account.sold
    .toSorted((a, b) => b.amount - a.amount)
    .map((sale) => `${sale.service.name} ${told(sale.amount)}`);
  const host = allHosts(inventory).find(({ name }) => name === account.of);
  return problem(service, {
    what: `${service.name} asks for ${told(amount)} of ${noun} on ${account.of}, which has ${left(account) > 0 ? told(left(account)) : "nothing"} left.`,
    facts: [
      `asked of ${told(account.held)}${host ? kept(host, resource) : ""}: ${takers.join(", ") || "nothing else"}`,
    ],
    fix: `let ${service.name} or one of these ask for less, or place it elsewhere`,
  });
}

/** Why it is less than the machine has. */
function kept(host: Host, { held, whole, told }: Resource): string {
  const rest = whole(host) - held(host);
  if (rest === 0) return "";
  const share = told === memoryOf ? host.node?.memoryAtMost : undefined;
  return ` for pods (${told(whole(host))} in all, ${share ? `memoryAtMost: "${share}"` : `${told(rest)} for its system`})`;
}

function total(amounts: number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
