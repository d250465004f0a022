import { stringify } from "yaml";
import { claim, defineService, derived, image } from "../../../../components/service/index.ts";

const config = {
  metrics: true,
  storage: { type: "sqlite", path: "/data/gatus.db" },
  ui: { title: "Homelab", header: "Homelab" },
};

/** Whether every address of the lab answers, seen from another house than the one in which most of them are. */
export const gatus = defineService({
  name: "gatus",
  about: "Whether every address of the lab answers, and since when",
  lifecycle: "production",
  image: image(
    "ghcr.io/twin/gatus",
    "v5.36.0",
    "sha256:c5f210d095fa78e6efaa20ffeb14803f2ba4f10615e16a6d12087697149617f0",
  ),
  place: { cluster: "core", node: "pesubuntu" },
  user: 1000,
  env: { GATUS_CONFIG_PATH: "/config" },
  files: { "/config/gatus.yaml": stringify(config), "/config/urls.yaml": derived("url-checks") },
  ports: { http: 8080 },
  health: { ready: "/health" },
  resources: { cpu: "20m..500m", memory: "64Mi..256Mi" },
  volumes: { "/data": claim("1Gi", { backup: "weekly" }) },
  reach: { internet: "public addresses, seen as the world sees them", tailnet: true },
  metrics: { port: "http", names: ["gatus_results_*"] },
  alerts: [
    {
      name: "AddressFails",
      expr: "gatus_results_endpoint_success == 0",
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.name }} does not answer as it should",
      action: "Gatus shows which condition fails; if the service itself is up, it is the way to it",
    },
  ],
  expose: { lan: { host: "status" }, tailnet: { host: "status" } },
});
