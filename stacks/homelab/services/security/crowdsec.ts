import { defineService, generated, secretValue, text } from "../../../../components/service/index.ts";

/**
 * Sees in the logs of the ingress who tries doors. It tells, and shuts nobody out: for that Traefik needs a plugin, which
 * k3s' own has not.
 */
export const crowdsec = defineService({
  name: "crowdsec",
  about: "Sees who tries doors, by the logs of the ingress",
  lifecycle: "experimental",
  place: { cluster: "platform" },
  namespace: "crowdsec",
  chart: {
    repository: "https://crowdsecurity.github.io/helm-charts",
    name: "crowdsec",
    version: "0.24.0",
    values: {
      container_runtime: "containerd",
      lapi: {
        // Whom it saw stays in the house.
        env: [{ name: "DISABLE_ONLINE_API", value: "true" }],
        secrets: {
          csLapiSecret: text`${secretValue("lapi")}`,
          registrationToken: text`${secretValue("registration")}`,
        },
        persistentVolume: {
          data: { storageClassName: "local-path" },
          config: { storageClassName: "local-path" },
        },
      },
      agent: {
        env: [{ name: "COLLECTIONS", value: "crowdsecurity/traefik" }],
        acquisition: [{ namespace: "kube-system", podName: "traefik-*", program: "traefik" }],
      },
    },
    pods: {
      lapi: { resources: { cpu: "50m..500m", memory: "128Mi..500Mi" }, resourcesAt: "lapi.resources" },
      agent: {
        resources: { cpu: "50m..500m", memory: "128Mi..256Mi" },
        resourcesAt: "agent.resources",
        everyNode: true,
      },
    },
    service: "crowdsec-service",
  },
  ports: { lapi: 8080 },
  secrets: { lapi: generated(65), registration: generated(49) },
  reach: { internet: { for: "its rules", toStart: true } },
  waive: {
    "node-access": { because: "it reads the logs of pods where their node keeps them", until: "2027-06-30" },
  },
});
