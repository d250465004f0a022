import type { IMetricSpec } from "kubernetes-models/autoscaling/v2";
import { customResource } from "../custom-resources/index.ts";
import type { Lab } from "../lab/index.ts";
import { type ClusterService, clusterOf } from "./cluster-service.ts";
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

const ADVISED = { deployment: "Deployment", stateful: "StatefulSet", daemon: "DaemonSet" } as const;

/** Tells how much a workload should ask for, and changes nothing: whoever declares it reads that, and decides. */
export function planAdvice(service: ClusterService, lab: Lab): Plan {
  const { advice } = clusterOf(service, lab);
  const { kind } = service.workload;
  if (!advice || !(kind in ADVISED)) return {};
  const targetKind = ADVISED[kind as keyof typeof ADVISED];
  return {
    advice: customResource("VerticalPodAutoscaler", metadataOf(service), {
      targetRef: { apiVersion: "apps/v1", kind: targetKind, name: service.name },
      updatePolicy: { updateMode: "Off" },
      resourcePolicy: {
        containerPolicies: [{ containerName: "*", minAllowed: advice.min, maxAllowed: advice.max }],
      },
    }),
  };
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
