import { type ChartService, planPlacement } from "../../components/kubernetes/index.ts";
import { castOf, type Lab } from "../../components/lab/index.ts";
import type { KubeObject } from "../control-plane/index.ts";

/** The strictest that a namespace may ask for: what a chart really says of its pods, only Helm could tell. */
const CONFINED = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** What stands in a sandbox for that which Helm would make of a chart: its pods, as large as they are declared. */
export function chartWorkloads(service: ChartService, lab: Lab): KubeObject[] {
  const { chart, namespace } = service;
  return castOf(service).map((each) => {
    const { name, workload, resources } = each;
    const labels = { "app.kubernetes.io/name": service.name, "app.kubernetes.io/component": name };
    const container = { name, image: `${chart.name}:${chart.version}`, securityContext: CONFINED };
    return {
      apiVersion: "apps/v1",
      kind: workload.kind === "daemon" ? "DaemonSet" : "Deployment",
      metadata: { name, namespace, labels },
      spec: {
        ...("replicas" in workload && { replicas: workload.replicas }),
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            ...planPlacement({ ...each, place: service.place }, lab),
            containers: [{ ...container, resources: amounts(resources) }],
          },
        },
      },
    };
  });
}

function amounts(resources: ReturnType<typeof castOf>[number]["resources"]) {
  if (!resources) return {};
  const { cpu, memory } = resources;
  return {
    requests: { cpu: cpu.request, memory: memory.request },
    limits: { ...(cpu.limit && { cpu: cpu.limit }), memory: memory.limit },
  };
}
