import { stringify } from "yaml";
import { claim, databaseUrl, defineService, image, written } from "../../../../components/service/index.ts";

/** What people click together. The program writes these files, so they must be there before it starts. */
const clicked = `automation: !include automations.yaml
script: !include scripts.yaml
scene: !include scenes.yaml
`;

/**
 * Lights, heating and doors. Not in the network of its node: whatever can be reached there could then be reached from
 * here, past every policy. It finds no device by listening to the house, and has to be told the addresses of its devices.
 */
export const homeAssistant = defineService({
  name: "home-assistant",
  about: "Lights, heating and doors of the house",
  lifecycle: "production",
  image: image(
    "ghcr.io/home-operations/home-assistant",
    "2026.8.3",
    "sha256:16ca445e58fa71d4f7ff287d4e9793ea690ccae932a5e200852371425cd7abb0",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  command: [
    "sh",
    "-c",
    "cd /config && touch automations.yaml scripts.yaml scenes.yaml && exec /entrypoint.sh",
  ],
  database: { on: "ai-postgres" },
  ports: { http: 8123 },
  files: {
    "/config/configuration.yaml": written((hold) =>
      stringify({
        default_config: {},
        http: { use_x_forwarded_for: true, trusted_proxies: ["10.42.0.0/16"] },
        recorder: {
          purge_keep_days: 30,
          db_url: hold(databaseUrl("ai-postgres", "home-assistant")),
        },
      }).concat(clicked),
    ),
  },
  health: { ready: "/manifest.json", startsWithin: 600 },
  resources: { cpu: "250m..2", memory: "512Mi..2Gi" },
  volumes: { "/config": claim("20Gi", { class: "local-path" }) },
  reach: { internet: "weather, and what devices leave with their makers", site: true, services: ["frigate"] },
  expose: { lan: { host: "ha" }, tailnet: { host: "ha" }, public: { access: "admin", host: "ha" } },
});
