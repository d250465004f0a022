import type { ChartPods } from "../service/index.ts";
import type { Service } from "./lab.ts";

/** The workloads that a service is made of, each as if it were a service by itself: whoever counts pods counts these. */
export function castOf(service: Service): Service[] {
  const { chart } = service;
  if (!chart) return [service];
  return Object.entries(chart.pods).map(([name, pods]) => ({
    ...service,
    name: `${service.name}-${name}`,
    resources: pods.resources,
    workload: workloadOf(pods),
  }));
}

function workloadOf({ everyNode, perJob, replicas }: ChartPods): Service["workload"] {
  if (everyNode) return { kind: "daemon" };
  return { kind: perJob ? "stateful" : "deployment", replicas };
}
