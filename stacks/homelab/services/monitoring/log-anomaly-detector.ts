import {
  claim,
  defineService,
  generated,
  ownUrl,
  secretValue,
  urlOf,
} from "../../../../components/service/index.ts";

/** Learns what the logs of the lab usually say, and tells Alertmanager when they say something else. */
export const logAnomalyDetector = defineService({
  name: "log-anomaly-detector",
  about: "Tells what is new, rising or gone in the logs of the whole lab",
  lifecycle: "production",
  program: "log-anomaly-detector",
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "homelab" },
  namespace: "logs", // what the constitution gives to monitoring is taken by those who measure
  ports: { http: 8080 },
  files: { "/etc/anomaly/key": secretValue("key") },
  env: {
    HOST: "0.0.0.0",
    LOKI_URL: urlOf("loki"),
    ALERTMANAGER_URL: urlOf("alertmanager"),
    DATA_DIR: "/data",
    OWN_URL: ownUrl("tailnet"),
    ANOMALY_KEY_FILE: "/etc/anomaly/key",
  },
  health: { ready: "/readyz", live: "/healthz" },
  resources: { cpu: "50m..500m", memory: "96Mi..256Mi" },
  endsWithin: 40, // longer than it lets answers end, and keeps what it has learned
  volumes: { "/data": claim("1Gi", { class: "local-path" }) },
  secrets: { key: generated(48) },
  metrics: { port: "http", names: ["log_anomaly_*"] },
  alerts: [
    {
      name: "LogsAreNotRead",
      expr: "log_anomaly_behind_seconds > 900",
      for: "10m",
      severity: "warning",
      summary: "Nobody looks whether the logs say something unusual",
      action: "See its log: Loki does not answer, or more is written than it can read",
    },
    {
      name: "AnomaliesAreNotTold",
      expr: "increase(log_anomaly_alerts_failed[15m]) > 5",
      for: "10m",
      severity: "warning",
      summary: "What is unusual in the logs does not reach Alertmanager",
      action: "See whether Alertmanager answers; what is found is kept and told then",
    },
  ],
  expose: { tailnet: true },
});
