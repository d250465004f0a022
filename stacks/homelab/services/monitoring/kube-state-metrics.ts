import { defineService, image } from "../../../../components/service/index.ts";

const seen = {
  "": ["nodes", "pods", "persistentvolumeclaims", "resourcequotas"],
  apps: ["deployments", "statefulsets", "daemonsets"],
  autoscaling: ["horizontalpodautoscalers"],
  batch: ["jobs", "cronjobs"],
};

/** Those of nodes begin with "kube_node", and so on. */
const names = Object.values(seen)
  .flat()
  .map((kind) => `kube_${kind.replace(/s$/, "")}*`);

/** What the platform's Kubernetes knows of its pods and nodes: which are ready, which were started again, who may use what. */
export const kubeStateMetrics = defineService({
  name: "kube-state-metrics",
  about: "What the Kubernetes of the platform knows, as metrics",
  lifecycle: "production",
  image: image(
    "registry.k8s.io/kube-state-metrics/kube-state-metrics",
    "v2.20.0",
    "sha256:42cfe3723a5f058171c627537fb57a3ea0f26e4380fa18555a95cb1a1b4cfc5b",
  ),
  place: { cluster: "platform" },
  user: 65534,
  args: [`--resources=${Object.values(seen).flat().join(",")}`],
  ports: { http: 8080, telemetry: 8081 },
  health: { ready: "/livez" },
  resources: { cpu: "10m..100m", memory: "64Mi..256Mi" },
  permissions: Object.entries(seen).map(([group, resources]) => ({
    groups: [group],
    resources,
    verbs: ["list", "watch"] as const,
  })),
  reach: { cluster: true },
  metrics: { port: "http", names },
});
