import type { Problem } from "../../refusal.ts";
import { bytes, cores, memoryOf } from "../../units/index.ts";
import { possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";
import { type Account, type Goods, left, type Sale, sell } from "./ledger.ts";
import { problem } from "./problem.ts";

interface Resource extends Goods {
  noun: string;
  told(amount: number): string;
}

const MEMORY: Resource = {
  noun: "memory",
  asked: ({ resources }) => (resources ? bytes(resources.memory.request) : 0),
  held: ({ machine }) => bytes(machine.memory),
  told: memoryOf,
};

/** Docker reserves no processor time, and a workstation need not say how many threads it has. */
const PROCESSOR: Resource = {
  noun: "processor",
  asked: ({ resources, place }) => (resources && "cluster" in place ? cores(resources.cpu.request) : 0),
  held: ({ machine }) => machine.threads ?? 0,
  told: (amount) => `${Math.round(amount * 1000)}m`,
};

/** What services ask for is there: on the node that they name, or on those that the scheduler may choose. */
export function checkCapacity(lab: Lab): Problem[] {
  return [MEMORY, PROCESSOR].flatMap((resource) => {
    const tooBig = lab.services.filter((each) => fitsNowhere(each, lab, resource));
    const others = lab.services.filter((each) => !tooBig.includes(each));
    const { hosts, clusters } = sell({ ...lab, services: others }, resource);
    return [
      ...tooBig.map((each) => larger(each, lab, resource)),
      ...[...hosts, ...clusters].flatMap((each) => each.refused.map((sale) => tooMuch(each, sale, resource))),
    ];
  });
}

function fitsNowhere(service: Service, { inventory }: Lab, { asked, held }: Resource): boolean {
  const amount = asked(service);
  return amount > 0 && possibleHosts(service, inventory).every((host) => held(host) < amount);
}

function larger(service: Service, { inventory }: Lab, { noun, asked, held, told }: Resource): Problem {
  return problem(service, {
    what: `${service.name} asks for ${told(asked(service))} of ${noun}, more than any node has that it may run on.`,
    facts: possibleHosts(service, inventory).map((host) => `${host.name} has ${told(held(host))}`),
    fix: "ask for less, or place it on a larger node",
  });
}

function tooMuch(account: Account, { service, amount }: Sale, { noun, told }: Resource): Problem {
  const takers = account.sold
    .toSorted((a, b) => b.amount - a.amount)
    .map((sale) => `${sale.service.name} ${told(sale.amount)}`);
  return problem(service, {
    what: `${service.name} asks for ${told(amount)} of ${noun} on ${account.of}, which has ${left(account) > 0 ? told(left(account)) : "nothing"} left.`,
    facts: [`asked of ${told(account.held)}: ${takers.join(", ") || "nothing else"}`],
    fix: `let ${service.name} or one of these ask for less, or place it elsewhere`,
  });
}
