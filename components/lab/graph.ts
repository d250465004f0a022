import { nearest } from "../nearest.ts";
import type { Problem } from "../refusal.ts";
import { needsOf, type ServiceDeclaration, valuesOf } from "../service/index.ts";

type Node = Pick<ServiceDeclaration, "name" | "needs"> & { file: string };

/** All that a service cannot work without: what it says, and whatever its values speak of but what it only reaches. */
export function allNeeds(service: ServiceDeclaration): string[] {
  const { name, needs, database, reach } = service;
  const spokenOf = valuesOf(service)
    .flatMap(needsOf)
    .filter((each) => each !== name && !reach.services.includes(each));
  return [...new Set([...needs, ...spokenOf, ...(database ? [database.on] : [])])].sort();
}

/** Needs first. A need that nobody declares, or that leads back to itself, is told with the whole path. */
export function inOrderOfNeed<S extends Node>(
  services: S[],
  neighbours: Pick<Node, "name">[] = [],
): { ordered: S[]; problems: Problem[] } {
  const byName = new Map(services.map((each) => [each.name, each]));
  // What another stack makes is there, or not, whatever this one does.
  const done = new Set(neighbours.map(({ name }) => name));
  const ordered: S[] = [];
  const problems: Problem[] = [];

  const visit = (service: S, path: string[]) => {
    if (done.has(service.name)) return;
    if (path.includes(service.name)) {
      const circle = [...path.slice(path.indexOf(service.name)), service.name].join(" -> ");
      problems.push({
        where: service.file,
        what: `${service.name} needs itself: ${circle}.`,
        fix: "let the one that can start without the other only reach it: reach: { services: [...] }",
      });
      return;
    }
    for (const name of service.needs.filter((each) => !done.has(each))) {
      const need = byName.get(name);
      if (need) visit(need, [...path, service.name]);
      else problems.push(missing(service, name, [...byName.keys(), ...neighbours.map((each) => each.name)]));
    }
    done.add(service.name);
    ordered.push(service);
  };

  for (const service of services) visit(service, []);
  return { ordered, problems };
}

function missing(service: Node, name: string, known: string[]): Problem {
  const meant = nearest(name, known);
  return {
    where: service.file,
    what: `${service.name} needs ${name}, which no file declares.`,
    fix: meant ? `did you mean "${meant}"?` : `declare ${name}, or remove what needs it`,
  };
}
