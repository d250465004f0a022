import { defineService } from "../../../../components/service/index.ts";

/** The kinds that Linkerd's control plane works with. */
export const linkerdCrds = defineService({
  name: "linkerd-crds",
  about: "The kinds of objects that Linkerd brings along",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "linkerd-crds",
  chart: {
    // The stable channel has stood still since February 2024.
    repository: "https://helm.linkerd.io/edge",
    name: "linkerd-crds",
    version: "2026.9.1",
    // k3s' Traefik has brought the Gateway API already, and two charts cannot own one kind.
    values: { installGatewayAPI: false },
    brings: ["linkerd.io", "policy.linkerd.io", "workload.linkerd.io"],
  },
});
