import { backupServerOn, disksOf, keptOf } from "../../backup/index.ts";
import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** Where anything is backed up, everything is that says so: a disk that only seems to be kept is found out too late. */
export function checkBackups(lab: Lab): Problem[] {
  if (!lab.services.some(({ provides }) => provides === "backups")) return [];
  return lab.services.flatMap((service) =>
    disksOf(service.volumes).length > 0 ? [...untaken(service, lab), ...unreadable(service)].slice(0, 1) : [],
  );
}

function untaken(service: Service, lab: Lab): Problem[] {
  const { name, place, chart } = service;
  const [{ path, often } = { path: "", often: "daily" }] = disksOf(service.volumes);
  const what = `${name} wants ${path} backed up ${often}, and`;
  if (!("cluster" in place) || chart)
    return [
      problem(service, {
        what: `${what} only what runs on a cluster is.`,
        fix: 'place it on a cluster, or say that the disk may be lost (backup: "never")',
      }),
    ];
  if (backupServerOn(place.cluster, lab)) return [];
  return [
    problem(service, {
      what: `${what} nobody takes backups on ${place.cluster}.`,
      fix: 'declare a service there that says provides: "backups", as stacks/homelab/services/data/backups.ts does',
    }),
  ];
}

/** Another pod has to be able to read the disk. */
function unreadable(service: Service): Problem[] {
  const { name, user, waive, workload } = service;
  const kept = keptOf(service);
  if (!kept || kept.engine) return [];
  const [folder] = kept.folders;
  if (user === undefined && !waive["root-user"])
    return [
      problem(service, {
        what: `${name} wants ${folder} backed up, and does not say whose files they are.`,
        fix: "write user: with the number of the image's own user",
      }),
    ];
  if (!("replicas" in workload) || workload.replicas === 1) return [];
  return [
    problem(service, {
      what: `${name} wants ${folder} backed up, of which each of its ${workload.replicas} copies has one of its own.`,
      fix: 'run one copy, or say that the disks may be lost (backup: "never")',
    }),
  ];
}
