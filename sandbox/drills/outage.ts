import type { Lab } from "../../components/lab/index.ts";
import { SandboxFault } from "../fault.ts";

/** What a drill takes away. */
export type Outage =
  | { kind: "node"; name: string }
  | { kind: "gpu"; name: string }
  | { kind: "nas"; name?: string }
  | { kind: "internet" }
  | { kind: "cluster"; name: string };

/** What is gone because of it, in plain names. */
export interface Loss {
  machines: ReadonlySet<string>;
  /** Machines whose card is gone, and which go on without. */
  cards: ReadonlySet<string>;
  internet: boolean;
}

/** Everything that goes with what is taken away: a hypervisor takes its virtual machines along. */
export function lossOf(outage: Outage, labs: readonly Lab[]): Loss {
  const machines = Object.assign({}, ...labs.map(({ inventory }) => inventory.machines)) as Machines;
  const nothing = { machines: new Set<string>(), cards: new Set<string>(), internet: false };
  switch (outage.kind) {
    case "internet":
      return { ...nothing, internet: true };
    case "node":
      return {
        ...nothing,
        machines: withGuests(named(outage.name, Object.keys(machines), "machine"), machines),
      };
    case "nas": {
      const servers = Object.keys(machines).filter((name) => machines[name]?.kind === "nas");
      const name = outage.name ?? servers[0];
      return { ...nothing, machines: new Set([named(name ?? "", servers, "NAS")]) };
    }
    case "gpu": {
      const owners = Object.keys(machines).filter((name) => hasCard(machines[name]));
      const name = named(outage.name, owners, "machine with a GPU");
      return { ...nothing, cards: withPassedCards(name, machines) };
    }
    case "cluster": {
      const clusters = Object.assign(
        {},
        ...labs.map(({ inventory }) => inventory.clusters),
      ) as Lab["inventory"]["clusters"];
      const name = named(outage.name, Object.keys(clusters), "cluster");
      return { ...nothing, machines: new Set(Object.keys(clusters[name]?.nodes ?? {})) };
    }
  }
}

type Machines = Lab["inventory"]["machines"];

function withGuests(name: string, machines: Machines): Set<string> {
  const guests = Object.keys(machines).filter((each) => {
    const machine = machines[each];
    return machine?.kind === "vm" && machine.on === name;
  });
  return new Set([name, ...guests]);
}

/** A card that is handed to a virtual machine is the same card. */
function withPassedCards(name: string, machines: Machines): Set<string> {
  const card = originOf(name, machines);
  return new Set(
    Object.keys(machines).filter((each) => hasCard(machines[each]) && originOf(each, machines) === card),
  );
}

function originOf(name: string, machines: Machines): string {
  const machine = machines[name];
  return machine && "gpu" in machine && machine.gpu && "from" in machine.gpu ? machine.gpu.from : name;
}

function hasCard(machine: Machines[string] | undefined): boolean {
  return machine !== undefined && "gpu" in machine && machine.gpu !== undefined;
}

function named(name: string, known: string[], what: string): string {
  if (known.includes(name)) return name;
  if (known.length === 0)
    throw new SandboxFault(`there is no ${what} in this lab.`, "take something else away");
  throw new SandboxFault(`there is no ${what} "${name}".`, `name one of these: ${known.join(", ")}`);
}
