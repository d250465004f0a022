import type { Lab, Service } from "../lab/lab.ts";
import { keptOf } from "./kept.ts";

/** Who takes what a cluster's services keep; a lab without one keeps nothing. */
export function backupServerOn(cluster: string, { services }: Pick<Lab, "services">): Service | undefined {
  return services.find(
    ({ provides, place, lifecycle }) =>
      provides === "backups" && lifecycle !== "archive" && "cluster" in place && place.cluster === cluster,
  );
}

/** Where a service's own is: apart from all others', under a password of its own. */
export function repositoryOf(service: string, { host, port }: { host: string; port: number }): string {
  return `rest:http://${host}:${port}/${service}/`;
}

/** Whoever looks after what is kept opens all of it: a line for each service of its cluster. */
export function backupKeys<S extends Parameters<typeof keptOf>[0] & { name: string }>(
  cluster: string,
  services: S[],
): { text: (string | { secret: string; of: string })[] } {
  const kept = services.filter(
    (each) => "cluster" in each.place && each.place.cluster === cluster && keptOf(each),
  );
  return { text: kept.flatMap(({ name }) => [`${name} `, { secret: "backup", of: name }, "\n"]) };
}
