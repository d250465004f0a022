import { defineService, zoneToken } from "../../../../components/service/index.ts";

/** Issues a certificate for every name that an ingress answers to, and renews it a month before it ends. */
export const certManagerPlatform = defineService({
  name: "cert-manager-platform",
  about: "Certificates of the platform: the house's own, and Let's Encrypt's for public names",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "cert-manager",
  provides: "certificates",
  arch: ["amd64", "arm64"],
  chart: {
    repository: "oci://quay.io/jetstack/charts",
    name: "cert-manager",
    version: "v1.21.1",
    values: {
      crds: { enabled: true, keep: true },
      fullnameOverride: "cert-manager",
      // Where it asks whether Let's Encrypt can see its answer: the name servers of the house have answers of their own.
      dns01RecursiveNameservers: "1.1.1.1:53,9.9.9.9:53",
      dns01RecursiveNameserversOnly: true,
      global: { leaderElection: { namespace: "cert-manager" } },
    },
    pods: {
      controller: { resources: { cpu: "10m..500m", memory: "96Mi..192Mi" }, resourcesAt: "resources" },
      cainjector: {
        resources: { cpu: "10m..500m", memory: "96Mi..192Mi" },
        resourcesAt: "cainjector.resources",
      },
      webhook: { resources: { cpu: "10m..500m", memory: "32Mi..96Mi" }, resourcesAt: "webhook.resources" },
    },
    webhooks: [10250],
    brings: ["cert-manager.io", "acme.cert-manager.io"],
  },
  secrets: { "zone-token": zoneToken("terrac.com") },
  reach: { internet: "Let's Encrypt, and the API of the zones" },
  ports: { metrics: 9402 },
  metrics: { port: "metrics", names: ["certmanager_*"] },
  alerts: [
    {
      name: "CertificateIsNotRenewed",
      expr: "certmanager_certificate_expiration_timestamp_seconds - time() < 14 * 86400",
      for: "1h",
      severity: "warning",
      summary: "The certificate {{ $labels.namespace }}/{{ $labels.name }} ends in less than two weeks",
      action:
        "Ask the cluster why: kubectl describe certificate {{ $labels.name }} -n {{ $labels.namespace }}",
    },
  ],
});
