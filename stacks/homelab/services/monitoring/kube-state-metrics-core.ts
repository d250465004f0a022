import { defineService } from "../../../../components/service/index.ts";
import { kubeStateMetrics } from "./kube-state-metrics.ts";

/** The same for core: what its Kubernetes knows of its pods and nodes. */
export const kubeStateMetricsCore = defineService({
  ...kubeStateMetrics,
  name: "kube-state-metrics-core",
  about: "What the Kubernetes of core knows, as metrics",
  place: { cluster: "core", node: "pesubuntu" },
});
