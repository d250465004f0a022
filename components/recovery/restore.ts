import { keptOf } from "../backup/index.ts";
import type { Service } from "../lab/index.ts";

/** The commands that put back what was kept of a service, in their order; nothing where nothing is kept. */
export function howToRestore(service: Service): string[] {
  const kept = keptOf(service);
  if (!kept || !("cluster" in service.place)) return [];
  const { name, namespace, workload } = service;
  const kubectl = `kubectl --context ${service.place.cluster} -n ${namespace}`;
  const restore = [
    `npx lab restore ${name} | ${kubectl} create -f -`,
    `${kubectl} wait --for=condition=complete --timeout=12h job/${name}-restore`,
  ];
  // A server is asked to take its dumps; but for Redis, which reads its disk only when it starts.
  const runs = kept.engine && kept.engine.kind !== "redis";
  if (runs || !(workload.kind === "deployment" || workload.kind === "stateful")) return restore;
  const scaled = `${kubectl} scale ${workload.kind === "deployment" ? "deployment" : "statefulset"}/${name}`;
  return [`${scaled} --replicas=0`, ...restore, `${scaled} --replicas=${workload.replicas}`];
}
