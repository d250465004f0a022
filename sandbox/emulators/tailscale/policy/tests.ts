import type { Access } from "./access.ts";
import { type Party, type Population, partiesOf, speaksOf } from "./party.ts";
import { carries, parseProtocol, splitTarget } from "./ports.ts";
import { type Attributes, holds } from "./posture.ts";
import { PolicyProblem } from "./problem.ts";
import type { Policy, PolicyTest } from "./schema.ts";

/** The vendor's own way to say it: whose test, and what came out otherwise. */
export interface Failed {
  user: string;
  errors: string[];
}

/** What it takes to answer who may reach what. */
export interface World {
  policy: Policy;
  accesses: readonly Access[];
  population: Population;
}

export interface Connection {
  from: Party;
  to: Party;
  protocol: number;
  port: number;
  attributes: Attributes;
}

/** Runs a policy's own tests and gives those that fail. */
export function failedTests(tests: readonly PolicyTest[], world: World): Failed[] {
  return tests.flatMap((test) => {
    const errors = [
      ...(test.accept ?? []).flatMap((address) => errorsOf(address, true, test, world)),
      ...(test.deny ?? []).flatMap((address) => errorsOf(address, false, test, world)),
    ];
    return errors.length > 0 ? [{ user: test.src, errors }] : [];
  });
}

function errorsOf(address: string, wanted: boolean, test: PolicyTest, world: World): string[] {
  const said = (open: boolean) => (open ? "Accept" : "Drop");
  try {
    const connections = connectionsOf(address, test, world);
    return connections.every((connection) => isOpen(connection, world) === wanted)
      ? []
      : [`address "${address}": want: ${said(wanted)}, got: ${said(!wanted)}`];
  } catch (error) {
    if (error instanceof PolicyProblem) return [`address "${address}": ${error.message}`];
    throw error;
  }
}

function connectionsOf(address: string, test: PolicyTest, { policy, population }: World): Connection[] {
  const [target, ports] = splitTarget(address);
  if (!/^\d{1,5}$/.test(ports)) throw new PolicyProblem(`a test needs one port, and "${ports}" is none`);
  const protocol = test.proto ? parseProtocol(test.proto) : parseProtocol("tcp");
  const attributes = test.srcPostureAttrs ?? {};
  const targets = partiesOf(target, policy, population);
  return partiesOf(test.src, policy, population).flatMap((from) =>
    targets.map((to) => ({ from, to, protocol, port: Number(ports), attributes })),
  );
}

export function isOpen({ from, to, protocol, port, attributes }: Connection, world: World): boolean {
  const { accesses, policy, population } = world;
  return accesses.some(
    (access) =>
      carries(access.traffic, protocol, port) &&
      access.from.some((each) => speaksOf(each, from, population)) &&
      access.to.some((each) => speaksOf(each, to, population, from)) &&
      isFit(access.postures, policy, attributes),
  );
}

function isFit(postures: readonly string[], policy: Policy, attributes: Attributes): boolean {
  const fits = (name: string) => policy.postures?.[name]?.every((each) => holds(each, attributes)) ?? false;
  return postures.length === 0 || postures.some(fits);
}
