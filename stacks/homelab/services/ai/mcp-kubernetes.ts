import { defineService, image } from "../../../../components/service/index.ts";

const read = { verbs: ["get" as const, "list" as const, "watch" as const] };

/** What models may ask about the cluster. They look and touch nothing, and secrets they do not see. */
export const mcpKubernetes = defineService({
  name: "mcp-kubernetes",
  about: "Tools for models: the state of the platform, to be read",
  lifecycle: "production",
  image: image(
    "quay.io/containers/kubernetes_mcp_server",
    "v0.0.60",
    "sha256:766a7282e0536d951d805f72b562d89707eefb84d35dcfd96e31c410071f6164",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  user: 65532,
  args: ["--port", "8080", "--read-only"],
  ports: { http: 8080 },
  health: { ready: "/healthz" },
  resources: { cpu: "50m..500m", memory: "128Mi..256Mi" },
  permissions: [
    {
      ...read,
      groups: [""],
      resources: ["pods", "pods/log", "services", "events", "nodes", "namespaces", "persistentvolumeclaims"],
    },
    { ...read, groups: ["apps"], resources: ["deployments", "statefulsets", "daemonsets", "replicasets"] },
    { ...read, groups: ["batch"], resources: ["jobs", "cronjobs"] },
  ],
  reach: { cluster: true },
  expose: { tailnet: true },
});
