import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** What a chart does that the program knows how to tell, and of which a cluster has one. */
const MAKES = {
  admission: { chart: "kyverno", only: "the rules of a cluster are known by one name each" },
  certificates: { chart: "cert-manager", only: "the issuers of a cluster are known by one name each" },
  gitops: { chart: "argo-cd", only: "two that follow the same folder would fight over what is in it" },
  unsealing: { chart: "sealed-secrets", only: "what is sealed for a cluster is opened by one key" },
} as const;

/** One on a cluster, of the one make that the program knows how to tell. */
export function checkProvided({ services }: Lab): Problem[] {
  return Object.keys(MAKES).flatMap((what) => checkMake(what as keyof typeof MAKES, services));
}

function checkMake(what: keyof typeof MAKES, services: Service[]): Problem[] {
  const first = new Map<string, Service>();
  return services
    .filter(({ provides }) => provides === what)
    .flatMap((service) => {
      const { name, chart, place } = service;
      const cluster = "cluster" in place ? place.cluster : undefined;
      if (!chart || !cluster)
        return problem(service, {
          what: `${name} provides ${what}, and is no chart on a cluster.`,
          fix: `install ${MAKES[what].chart} by its chart, or remove provides`,
        });
      const other = first.get(cluster);
      first.set(cluster, other ?? service);
      if (!other) return [];
      return problem(service, {
        what: `${name} and ${other.name} both provide ${what} on ${cluster}.`,
        facts: [`${other.name}: ${other.file}`],
        fix: `keep one of them: ${MAKES[what].only}`,
      });
    });
}
