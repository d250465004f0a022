import type { PlannedService } from "../kubernetes/index.ts";
import { failed, idOf, type ObjectsCheck, ok, type Topic } from "./check.ts";
import { type Kind, named } from "./kinds.ts";

const BELONGINGS: { kind: Kind; topic: Topic; about: string }[] = [
  { kind: "NetworkPolicy", topic: "network", about: "its NetworkPolicies are there" },
  // That they are there. What is in them is never asked for.
  { kind: "Secret", topic: "secrets", about: "its secrets are there" },
];

/** What a service has in its cluster that either is there or is not. */
export function belongingChecks(
  cluster: string,
  stack: string,
  { service, plan }: PlannedService,
): ObjectsCheck[] {
  return BELONGINGS.flatMap(({ kind, topic, about }): ObjectsCheck[] => {
    const wanted = Object.values(plan).flatMap((each) => (each.kind === kind ? [each.metadata] : []));
    if (wanted.length === 0) return [];
    return [
      {
        id: idOf({ place: cluster, topic, name: service.name }),
        place: cluster,
        topic,
        service: service.name,
        about,
        by: "objects",
        reads: [kind],
        judge: (seen) => {
          const gone = wanted.filter((each) => !named(seen.of(kind), each));
          return gone.length === 0
            ? ok(wanted.map(({ name }) => name).join(", "))
            : failed(
                `missing: ${gone.map(({ namespace, name }) => `${namespace}/${name}`).join(", ")}`,
                `npx lab up ${stack}`,
              );
        },
      },
    ];
  });
}
