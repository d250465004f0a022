import { stringify } from "yaml";
import { defineService, derived, image, scratch } from "../../../../components/service/index.ts";

/** Where the house begins: a tile for everything that one can open. They follow from what is declared. */
export const homepage = defineService({
  name: "homepage",
  about: "Everything of the house on one page, and whether it runs",
  lifecycle: "production",
  image: image(
    "ghcr.io/gethomepage/homepage",
    "v2.1.0",
    "sha256:d0aeae2e24387af7267d38c8573692b61e0543aa083c689ad04f32267fe6706a",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  user: 1000,
  ports: { http: 3000 },
  // Which names it answers to is the ingress' to say; the kubelet asks by an address, which nobody knows before.
  env: { HOMEPAGE_ALLOWED_HOSTS: "*", LOG_TARGETS: "stdout" },
  // Each that is missing it would write itself, into a folder that it cannot write.
  files: {
    "/app/config/services.yaml": derived("tiles"),
    "/app/config/settings.yaml": stringify({ title: "Home", statusStyle: "dot", disableUpdateCheck: true }),
    "/app/config/widgets.yaml": stringify([
      { kubernetes: { cluster: { show: true, cpu: true, memory: true } } },
    ]),
    "/app/config/kubernetes.yaml": stringify({ mode: "cluster" }),
    "/app/config/bookmarks.yaml": stringify([]),
    "/app/config/docker.yaml": stringify({}),
    "/app/config/proxmox.yaml": stringify({}),
    "/app/config/custom.css": "",
    "/app/config/custom.js": "",
  },
  health: { ready: "/api/healthcheck", startsWithin: 60 },
  resources: { cpu: "50m..1", memory: "128Mi..384Mi" },
  volumes: { "/app/.next/cache": scratch("1Gi"), "/app/config/logs": scratch("64Mi") },
  permissions: [
    { groups: [""], resources: ["namespaces", "nodes", "pods"], verbs: ["get", "list"] },
    { groups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: ["get", "list"] },
  ],
  reach: { cluster: true },
  expose: { lan: true, tailnet: { host: "home" } },
});
