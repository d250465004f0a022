import { backupKeys } from "../../backup/index.ts";
import type { ServiceDeclaration } from "../../service/index.ts";
import { dashboardsIn } from "./dashboards.ts";

type Files = ServiceDeclaration["files"];
type Fill = (folder: string, asker: ServiceDeclaration, services: ServiceDeclaration[]) => Files;

const FOLDERS: Record<ServiceDeclaration["folders"][string], Fill> = {
  dashboards: (folder, _asker, services) => dashboardsIn(folder, services),
  "backup-keys": (folder, { place }, services) =>
    "cluster" in place ? { [`${folder}/services`]: backupKeys(place.cluster, services) } : {},
};

/** The files of every folder that a service asks for. */
export function filesIn(asker: ServiceDeclaration, services: ServiceDeclaration[]): Files {
  return Object.assign(
    {},
    ...Object.entries(asker.folders).map(([folder, what]) => FOLDERS[what](folder, asker, services)),
  );
}
