import { defineService } from "../../../../components/service/index.ts";

/** Judges what anybody brings into the cluster, also past this program: by hand, by a chart, by ArgoCD. */
export const kyverno = defineService({
  name: "kyverno",
  about: "Rules for everything that enters the platform",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "kyverno",
  provides: "admission",
  chart: {
    repository: "https://kyverno.github.io/kyverno",
    name: "kyverno",
    version: "3.9.0",
    values: {
      // One of it: while it is away nothing but what names it is refused, or it could not come back by itself.
      features: { forceFailurePolicyIgnore: { enabled: true } },
    },
    pods: {
      "admission-controller": {
        resources: { cpu: "100m..1", memory: "128Mi..384Mi" },
        resourcesAt: "admissionController.container.resources",
        replicasAt: "admissionController.replicas",
      },
      "background-controller": {
        resources: { cpu: "50m..500m", memory: "64Mi..256Mi" },
        resourcesAt: "backgroundController.resources",
      },
      "cleanup-controller": {
        resources: { cpu: "20m..500m", memory: "64Mi..128Mi" },
        resourcesAt: "cleanupController.resources",
      },
      "reports-controller": {
        resources: { cpu: "50m..500m", memory: "64Mi..256Mi" },
        resourcesAt: "reportsController.resources",
      },
    },
    webhooks: [9443],
    brings: ["kyverno.io", "policies.kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io"],
  },
});
