import type { Problem } from "../refusal.ts";
import type { PlacedService } from "./cluster-service.ts";
import type { Plan } from "./manifest.ts";

export interface PlannedService {
  service: PlacedService;
  plan: Plan;
}

/**
 * Names that follow from others may meet: the disk of `immich` at /ml/cache is called as that of `immich-ml` at
 * /cache. Whoever is applied last would take what is the other's.
 */
export function clashes(planned: PlannedService[]): Problem[] {
  const owners = new Map<string, PlacedService>();
  return planned.flatMap(({ service, plan }) =>
    Object.values(plan).flatMap(({ kind, metadata: { name } }): Problem[] => {
      const owner = owners.get(`${kind} ${name}`) ?? service;
      owners.set(`${kind} ${name}`, owner);
      if (owner === service) return [];
      return [
        {
          where: service.file,
          what: `${service.name} and ${owner.name} would both own the ${kind} ${name}.`,
          facts: [`${owner.name} is declared in ${owner.file}`],
          fix: "rename one of the two services, or change the path where it mounts its volume",
        },
      ];
    }),
  );
}
