import { defineService, generated, secretValue, text } from "../../../components/service/index.ts";

/** Dashboards, as their makers install them. */
export const grafana = defineService({
  name: "grafana",
  about: "Dashboards of everything that is measured",
  lifecycle: "production",
  place: { cluster: "core" },
  // A chart has a namespace for itself.
  namespace: "grafana",
  chart: {
    repository: "https://grafana-community.github.io/helm-charts",
    name: "grafana",
    version: "12.11.1",
    values: {
      adminUser: "admin",
      // Filled in as the chart is installed. In other text nothing is: `secret` and `host` are what charts call values.
      adminPassword: text`${secretValue("admin-password")}`,
      "grafana.ini": { analytics: { reporting_enabled: false, check_for_updates: false } },
    },
    pods: {
      // Counted before the chart makes them, and told to the chart where its values have them.
      server: { resources: { cpu: "50m", memory: "256Mi..512Mi" }, resourcesAt: "resources" },
    },
  },
  ports: { http: 80 },
  secrets: { "admin-password": generated() },
  expose: { lan: { guard: "admin" } },
});
