import { defineService } from "../../../../components/service/index.ts";

/** The user of its images. */
const user = { runAsNonRoot: true, runAsUser: 10_000, seccompProfile: { type: "RuntimeDefault" } };

/** Looks for known holes in every image that runs, for secrets inside of them, and for careless manifests. */
export const trivyOperator = defineService({
  name: "trivy-operator",
  about: "Known holes in everything that runs",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "trivy-system",
  chart: {
    repository: "https://aquasecurity.github.io/helm-charts",
    name: "trivy-operator",
    version: "0.34.0",
    values: {
      operator: {
        // It would look at the nodes themselves, with rights that no namespace gives.
        infraAssessmentScannerEnabled: false,
        clusterComplianceEnabled: false,
      },
      podSecurityContext: user,
      trivyOperator: { scanJobPodTemplatePodSecurityContext: user },
      // Said, and not left to the chart: what was called 0.69.4 to 0.69.6 stole secrets.
      trivy: { image: { registry: "mirror.gcr.io", repository: "aquasec/trivy", tag: "0.72.0" } },
    },
    pods: {
      operator: { resources: { cpu: "100m..1", memory: "512Mi..1Gi" }, resourcesAt: "resources" },
      scan: {
        resources: { cpu: "100m..1", memory: "256Mi..1Gi" },
        resourcesAt: "trivy.resources",
        perJob: true,
        replicas: 3,
        replicasAt: "operator.scanJobsConcurrentLimit",
      },
    },
    brings: ["aquasecurity.github.io"],
  },
  ports: { metrics: 80 },
  metrics: { port: "metrics" },
  reach: { internet: "images, and what is known of holes in them" },
});
