import { backupBoard } from "../../backup/index.ts";
import { overview } from "../../monitoring/index.ts";
import type { ServiceDeclaration } from "../../service/index.ts";
import { isLive } from "../lab.ts";

/** A page of Grafana's for each service that brings one, one that shows any of them, and one of all their backups. */
export function dashboardsIn(folder: string, services: ServiceDeclaration[]): ServiceDeclaration["files"] {
  const own = services
    .filter(isLive)
    .flatMap(({ name, dashboard }) => (dashboard ? [{ name, dashboard }] : []));
  const pages = [
    { name: "services", dashboard: overview },
    { name: "backups", dashboard: backupBoard },
    ...own,
  ];
  return Object.fromEntries(
    pages.map(({ name, dashboard }) => [`${folder}/${name}.json`, JSON.stringify(dashboard, null, 2)]),
  );
}
