import { defineService } from "../../../../components/service/index.ts";
import { kubeStateMetrics } from "./kube-state-metrics.ts";

/** The same for brain: what its Kubernetes knows of its pods and nodes. */
export const kubeStateMetricsBrain = defineService({
  ...kubeStateMetrics,
  name: "kube-state-metrics-brain",
  about: "What the Kubernetes of brain knows, as metrics",
  place: { cluster: "brain", node: "k3s-master" },
});
