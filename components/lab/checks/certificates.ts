import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** One issuer on a cluster, of the one make that the program knows how to tell. */
export function checkCertificates({ services }: Lab): Problem[] {
  const first = new Map<string, Service>();
  return services
    .filter(({ provides }) => provides === "certificates")
    .flatMap((service) => {
      const { name, chart, place } = service;
      const cluster = "cluster" in place ? place.cluster : undefined;
      if (!chart || !cluster)
        return problem(service, {
          what: `${name} provides certificates, and is no chart on a cluster.`,
          fix: "install cert-manager by its chart, or remove provides",
        });
      const other = first.get(cluster);
      first.set(cluster, other ?? service);
      if (!other) return [];
      return problem(service, {
        what: `${name} and ${other.name} both provide certificates on ${cluster}.`,
        facts: [`${other.name}: ${other.file}`],
        fix: "keep one of them: the issuers of a cluster are known by one name each",
      });
    });
}
