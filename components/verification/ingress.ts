import type { PlannedService } from "../kubernetes/index.ts";
import { failed, idOf, type ObjectsCheck, ok } from "./check.ts";
import { type KubeObject, named } from "./kinds.ts";

interface Ingress extends KubeObject {
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

/** The ingress controller has taken a service's route, and says where it listens. */
export function ingressChecks(
  cluster: string,
  stack: string,
  { service, plan }: PlannedService,
): ObjectsCheck[] {
  return Object.values(plan).flatMap(({ kind, metadata }): ObjectsCheck[] => {
    if (kind !== "Ingress") return [];
    return [
      {
        id: idOf({ place: cluster, topic: "ingress", name: metadata.name }),
        place: cluster,
        topic: "ingress",
        service: service.name,
        about: "the ingress knows it",
        by: "objects",
        reads: ["Ingress"],
        judge: (seen) => {
          const live = named(seen.of<Ingress>("Ingress"), metadata);
          if (!live) return failed("it has no Ingress", `npx lab up ${stack}`);
          const at =
            live.status?.loadBalancer?.ingress?.flatMap(({ ip, hostname }) => ip ?? hostname ?? []) ?? [];
          return at.length > 0
            ? ok(`at ${at.join(", ")}`)
            : failed("the ingress controller has not taken it", "kubectl -n kube-system logs deploy/traefik");
        },
      },
    ];
  });
}
