import { defineService, image } from "../../../components/service/index.ts";

/** Answers requests, and says how many. */
export const web = defineService({
  name: "web",
  about: "Answers requests",
  lifecycle: "production",
  image: image("ghcr.io/example/web", "1.2.3"),
  place: { cluster: "core" },
  ports: { http: 8080 },
  health: { ready: "/health" },
  resources: { cpu: "100m", memory: "128Mi..256Mi" },
  metrics: { port: "http", names: ["web_*"] },
  alerts: [
    {
      name: "WebRefusesMuch",
      expr: 'sum(rate(web_requests_total{status="429"}[5m])) > 1',
      for: "10m",
      severity: "warning",
      summary: "More than one request a second is refused",
      action: "See who asks so much, or raise its limit",
    },
  ],
});
