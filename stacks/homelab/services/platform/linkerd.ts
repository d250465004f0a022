import { defineService } from "../../../../components/service/index.ts";

/** Of each container of the control plane, in Linkerd's own form. */
const small = { cpu: { request: "20m", limit: "100m" }, memory: { request: "50Mi", limit: "250Mi" } };

/** Encrypts what pods of its namespaces say to each other, and knows who each of them is. */
export const linkerd = defineService({
  name: "linkerd",
  about: "The service mesh of the platform: mTLS between pods, and figures of every call",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "linkerd",
  needs: ["linkerd-crds", "linkerd-cni"],
  chart: {
    repository: "https://helm.linkerd.io/edge",
    name: "linkerd-control-plane",
    version: "2026.9.1",
    values: {
      cniEnabled: true,
      // It would tell its makers every day that this cluster is here.
      disableHeartBeat: true,
      destinationResources: small,
      spValidatorResources: small,
      policyController: { resources: small },
      identityResources: small,
      proxyInjectorResources: small,
    },
    // Each with a proxy of its own, as large as all others.
    pods: {
      "linkerd-destination": { resources: { cpu: "80m..800m", memory: "200Mi..1000Mi" } },
      "linkerd-identity": { resources: { cpu: "40m..600m", memory: "100Mi..500Mi" } },
      "linkerd-proxy-injector": { resources: { cpu: "40m..600m", memory: "100Mi..500Mi" } },
    },
    webhooks: [8443, 9443],
  },
});
