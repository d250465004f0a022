import type { Service } from "./lab.ts";

/** The workloads that a service is made of, each as if it were a service by itself: whoever counts pods counts these. */
export function castOf(service: Service): Service[] {
  const { chart } = service;
  if (!chart) return [service];
  return Object.entries(chart.pods).map(([name, { resources, replicas, everyNode }]) => ({
    ...service,
    name: `${service.name}-${name}`,
    resources,
    workload: everyNode ? { kind: "daemon" } : { kind: "deployment", replicas },
  }));
}
