import { defineService } from "../../../../components/service/index.ts";

/** Watches what workloads use, and says what they should ask for. It changes none: there is nothing here that could. */
export const verticalPodAutoscaler = defineService({
  name: "vertical-pod-autoscaler",
  about: "Says how much processor and memory workloads should ask for",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "vertical-pod-autoscaler",
  chart: {
    repository: "https://kubernetes.github.io/autoscaler",
    name: "vertical-pod-autoscaler",
    version: "0.11.0",
    values: {
      admissionController: { enabled: false },
      updater: { enabled: false },
      // A budget for a single pod would keep its node from ever being drained.
      recommender: { podDisruptionBudget: { enabled: false } },
    },
    pods: {
      recommender: {
        resources: { cpu: "50m..200m", memory: "500Mi..1000Mi" },
        resourcesAt: "recommender.resources",
        replicas: 1,
        replicasAt: "recommender.replicas",
      },
    },
    brings: ["autoscaling.k8s.io"],
  },
});
