import { defineService } from "../../../../components/service/index.ts";

/** Listens to GitHub for each set of runners, and starts one for each job. */
export const arcController = defineService({
  name: "arc-controller",
  about: "Starts GitHub's runners, when there is a job for them",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "arc-systems",
  chart: {
    repository: "oci://ghcr.io/actions/actions-runner-controller-charts",
    name: "gha-runner-scale-set-controller",
    version: "0.14.2",
    values: {
      // Sets of runners name it: they let this account, and nobody else, make pods in their namespace.
      serviceAccount: { name: "arc-controller" },
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      flags: { logLevel: "info" },
    },
    pods: {
      controller: { resources: { cpu: "50m..500m", memory: "70Mi..128Mi" }, resourcesAt: "resources" },
      listener: { resources: { cpu: "20m..200m", memory: "64Mi..128Mi" }, replicas: 4 },
    },
    brings: ["actions.github.com"],
  },
  reach: { internet: "GitHub" },
});
