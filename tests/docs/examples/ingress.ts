import { defineService, zoneToken } from "../../../components/service/index.ts";

/** Issues what the ingress of its cluster shows, and renews it. */
export const certManager = defineService({
  name: "cert-manager",
  about: "Certificates for every name of the house",
  lifecycle: "production",
  place: { cluster: "core" },
  namespace: "cert-manager",
  // From this line follow the house's issuer, its authority on this cluster, and a certificate for every name.
  provides: "certificates",
  chart: {
    repository: "oci://quay.io/jetstack/charts",
    name: "cert-manager",
    version: "v1.21.1",
    values: { crds: { enabled: true, keep: true } },
    pods: {
      controller: { resources: { cpu: "10m", memory: "96Mi..192Mi" }, resourcesAt: "resources" },
      cainjector: { resources: { cpu: "10m", memory: "96Mi..192Mi" }, resourcesAt: "cainjector.resources" },
      webhook: { resources: { cpu: "10m", memory: "32Mi..96Mi" }, resourcesAt: "webhook.resources" },
    },
    // Where the API server asks it, and what kinds it brings along: objects of these come after it.
    webhooks: [10250],
    brings: ["cert-manager.io", "acme.cert-manager.io"],
  },
  // With the token of a zone, Let's Encrypt's certificates for its names, answered inside the house too.
  secrets: { "zone-token": zoneToken("example.com") },
  reach: { internet: "Let's Encrypt, and the API of the zone" },
});
