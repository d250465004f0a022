import {
  claim,
  defineService,
  derived,
  fromConfig,
  generated,
  secretValue,
  urlOf,
} from "../../../../components/service/index.ts";

/** Whether everything works, and why not; seen from the house of the photos, where it also asks Immich. */
export const homebrainApi = defineService({
  name: "homebrain-api",
  about: "The house at a glance: what works, what does not and why; photos and media by API",
  lifecycle: "production",
  program: "homebrain-api",
  arch: ["amd64", "arm64"],
  place: { cluster: "brain", node: "k3s-worker" },
  ports: { http: 8080 },
  env: {
    HOST: "0.0.0.0",
    HOMEBRAIN_HOUSE_FILE: "/etc/homebrain/house.json",
    HOMEBRAIN_DATA_DIR: "/data",
    HOMEBRAIN_PROMETHEUS_URL: urlOf("prometheus"),
    HOMEBRAIN_KEY_FILE: "/etc/homebrain/key",
    HOMEBRAIN_IMMICH_URL: urlOf("immich"),
    HOMEBRAIN_IMMICH_KEY_FILE: "/etc/homebrain/immich-key",
    HOMEBRAIN_JELLYFIN_URL: urlOf("jellyfin"),
    HOMEBRAIN_JELLYFIN_KEY_FILE: "/etc/homebrain/jellyfin-key",
    HOMEBRAIN_MONEY_FILE: "/data/actual.csv", // brought there by hand: Actual has no API
  },
  files: {
    "/etc/homebrain/house.json": derived("house"),
    "/etc/homebrain/key": secretValue("key"),
    "/etc/homebrain/immich-key": secretValue("immich"),
    "/etc/homebrain/jellyfin-key": secretValue("jellyfin"),
  },
  health: { ready: "/readyz", live: "/healthz", startsWithin: 120 },
  resources: { cpu: "50m..1", memory: "96Mi..192Mi" },
  endsWithin: 25,
  volumes: { "/data": claim("1Gi") },
  secrets: { key: generated(), immich: fromConfig("immich-key"), jellyfin: fromConfig("jellyfin-key") },
  // What it asks about it does not need.
  reach: { health: true, tailnet: true, services: ["immich", "jellyfin"] },
  expose: { tailnet: { host: "homebrain" } },
  metrics: { port: "http", names: ["homebrain_*"] },
  alerts: [
    {
      name: "HomebrainKeepsNoHistory",
      expr: "homebrain_history_unwritten_lines > 100",
      for: "30m",
      severity: "warning",
      summary: "What has changed in the house waits to be written: {{ $value }} lines",
      action: "Make room on the disk of homebrain-api, or see why it cannot be written",
    },
  ],
});
