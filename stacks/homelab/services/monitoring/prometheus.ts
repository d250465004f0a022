import { prometheusServer } from "../../../../components/monitoring/index.ts";
import { claim, defineService, image } from "../../../../components/service/index.ts";

/** What is measured in the whole lab, and what of it is wrong. Those of other clusters hand in what they see. */
export const prometheus = defineService({
  name: "prometheus",
  about: "Metrics of the whole lab, for two months, and its alerts",
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
    "--web.enable-remote-write-receiver",
  ],
  files: prometheusServer({
    cluster: "platform",
    alertmanager: "alertmanager",
    prober: "blackbox-exporter",
  }),
  ports: { http: 9090 },
  health: { ready: "/-/ready", live: "/-/healthy", startsWithin: 300 },
  resources: { cpu: "500m..2", memory: "3Gi..4Gi" },
  volumes: { "/data": claim("50Gi", { backup: "weekly" }) },
  permissions: [
    { resources: ["pods", "nodes"], verbs: ["get", "list", "watch"] },
    { resources: ["nodes/metrics"], verbs: ["get"] },
  ],
  reach: { cluster: true, metrics: true },
  metrics: { port: "http" },
  expose: { lan: { guard: "admin" }, tailnet: true },
});
