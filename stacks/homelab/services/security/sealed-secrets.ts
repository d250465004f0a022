import { defineService } from "../../../../components/service/index.ts";

/** Opens what `lab render` has sealed for this cluster, so that secrets can lie in Git. Its key follows from the root secret. */
export const sealedSecrets = defineService({
  name: "sealed-secrets",
  about: "Opens secrets that lie sealed in Git",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "sealed-secrets",
  chart: {
    repository: "https://bitnami.github.io/sealed-secrets",
    name: "sealed-secrets",
    version: "2.19.3",
    values: {
      // Docker Hub's copy needs a login by now; this is the same image, of the same makers.
      image: { registry: "ghcr.io", repository: "bitnami/sealed-secrets-controller", tag: "0.39.1" },
      fullnameOverride: "sealed-secrets",
    },
    pods: {
      controller: { resources: { cpu: "20m..200m", memory: "32Mi..128Mi" }, resourcesAt: "resources" },
    },
    brings: ["bitnami.com"],
  },
  provides: "unsealing",
});
