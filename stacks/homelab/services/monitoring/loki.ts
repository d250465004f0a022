import { stringify } from "yaml";
import { claim, defineService, image } from "../../../../components/service/index.ts";

/** One program and one disk: what a house writes in a month. */
const config = {
  auth_enabled: false,
  server: { http_listen_port: 3100, log_level: "warn" },
  common: {
    path_prefix: "/loki",
    replication_factor: 1,
    ring: { kvstore: { store: "inmemory" } },
    storage: { filesystem: { chunks_directory: "/loki/chunks", rules_directory: "/loki/rules" } },
  },
  schema_config: {
    configs: [
      {
        from: "2026-01-01",
        store: "tsdb",
        object_store: "filesystem",
        schema: "v13",
        index: { prefix: "index_", period: "24h" },
      },
    ],
  },
  limits_config: { retention_period: "31d", reject_old_samples_max_age: "7d" },
  compactor: {
    working_directory: "/loki/compactor",
    retention_enabled: true,
    delete_request_store: "filesystem",
  },
  analytics: { reporting_enabled: false },
};

/** What every pod of the lab has written, for a month. On the disk of one node: it has no row in the budget of others. */
export const loki = defineService({
  name: "loki",
  about: "The logs of the whole lab, for a month",
  lifecycle: "production",
  image: image(
    "docker.io/grafana/loki",
    "3.7.8",
    "sha256:1107dd5274e0ada47e42472b7a7e71f3b2a2fe878878108f3e2f9e51528f0193",
  ),
  place: { cluster: "platform", node: "homelab" },
  workload: { kind: "stateful" },
  user: 10001,
  args: ["-config.file=/etc/loki/config.yaml"],
  files: { "/etc/loki/config.yaml": stringify(config) },
  ports: { http: 3100 },
  health: { ready: "/ready", startsWithin: 120 },
  resources: { cpu: "200m..1", memory: "512Mi..2Gi" },
  volumes: { "/loki": claim("50Gi", { class: "local-path", backup: "never" }) },
  metrics: { port: "http" },
  expose: { tailnet: true },
});
