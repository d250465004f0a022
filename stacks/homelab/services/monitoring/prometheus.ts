import { claim, defineService, image } from "../../../../components/service/index.ts";

const config = `global:
  scrape_interval: 30s
  evaluation_interval: 30s
scrape_configs:
  - job_name: services
    kubernetes_sd_configs:
      - role: pod
    relabel_configs:
      - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
        action: keep
        regex: "true"
      - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path]
        action: replace
        target_label: __metrics_path__
        regex: (.+)
      - source_labels: [__meta_kubernetes_pod_ip, __meta_kubernetes_pod_annotation_prometheus_io_port]
        action: replace
        target_label: __address__
        separator: ":"
      - source_labels: [__meta_kubernetes_pod_label_app_kubernetes_io_name]
        target_label: service
      - source_labels: [__meta_kubernetes_namespace]
        target_label: namespace
`;

/** Metrics of everything that offers them: a service that declares `metrics` is found by its annotation. */
export const prometheus = defineService({
  name: "prometheus",
  about: "Metrics of the platform, for two months",
  lifecycle: "production",
  image: image(
    "quay.io/prometheus/prometheus",
    "v3.14.0",
    "sha256:5ce7540c3c00ef4ab0c9d2c995c6a5b9c421f44b4a115d97a2c7af3b1c21cbb0",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  workload: { kind: "stateful" },
  user: 65534,
  args: [
    "--config.file=/etc/prometheus/prometheus.yml",
    "--storage.tsdb.path=/data",
    "--storage.tsdb.retention.time=60d",
    "--storage.tsdb.retention.size=45GB",
  ],
  files: { "/etc/prometheus/prometheus.yml": config },
  ports: { http: 9090 },
  health: { ready: "/-/ready", live: "/-/healthy", startsWithin: 300 },
  resources: { cpu: "500m..2", memory: "3Gi..4Gi" },
  volumes: { "/data": claim("50Gi", { backup: "weekly" }) },
  permissions: [{ groups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
  reach: { cluster: true },
  metrics: { port: "http" },
  expose: { lan: { guard: "admin" }, tailnet: true },
});
