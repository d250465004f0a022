import { defineService } from "../../../../components/service/index.ts";

/** Who speaks with whom in the mesh, how fast, and what fails. */
export const linkerdViz = defineService({
  name: "linkerd-viz",
  about: "The dashboard of the service mesh",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "linkerd-viz",
  needs: ["linkerd"],
  chart: {
    repository: "https://helm.linkerd.io/edge",
    name: "linkerd-viz",
    version: "2026.9.1",
    // Whoever asks for it by another name comes from a page that has tricked a browser.
    values: { dashboard: { enforcedHostRegexp: "^linkerd\\.[a-z0-9.-]+$" } },
    pods: {
      "metrics-api": { resources: { cpu: "20m", memory: "64Mi..256Mi" } },
      tap: { resources: { cpu: "20m", memory: "64Mi..256Mi" } },
      "tap-injector": { resources: { cpu: "20m", memory: "64Mi..256Mi" } },
      web: { resources: { cpu: "20m", memory: "64Mi..256Mi" } },
      prometheus: { resources: { cpu: "100m", memory: "300Mi..1Gi" } },
    },
    service: "web",
    webhooks: [8443, 8089],
  },
  ports: { http: 8084 },
  expose: { tailnet: { host: "linkerd" } },
});
