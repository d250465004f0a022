import type { IMetricSpec } from "kubernetes-models/autoscaling/v2";
import type { ClusterService } from "./cluster-service.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";

/** More copies within seconds of a burst, fewer only when it has been quiet for minutes. */
export function planAutoscaler(service: ClusterService): Plan {
  const { scale, workload } = service;
  if (!scale) return {};
  const kind = workload.kind === "stateful" ? "StatefulSet" : "Deployment";
  return {
    autoscaler: {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: metadataOf(service),
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind, name: service.name },
        minReplicas: scale.min,
        maxReplicas: scale.max,
        metrics: [...utilization("cpu", scale.cpu), ...utilization("memory", scale.memory)],
        behavior: {
          scaleUp: { stabilizationWindowSeconds: 15 },
          scaleDown: { stabilizationWindowSeconds: 300 },
        },
      },
    },
  };
}

function utilization(name: "cpu" | "memory", percent: number | undefined): IMetricSpec[] {
  if (!percent) return [];
  return [
    { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization: percent } } },
  ];
}

/** What a drain of a node must leave running. */
export function planDisruption(service: ClusterService): Plan {
  if (!service.disruption) return {};
  return {
    "disruption-budget": {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: metadataOf(service),
      spec: { minAvailable: service.disruption.minAvailable, selector: selectorOf(service.name) },
    },
  };
}
