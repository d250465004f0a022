import { provisioning, signInBy } from "../../../../components/monitoring/index.ts";
import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  ownUrl,
  portOf,
  secretValue,
  text,
} from "../../../../components/service/index.ts";

/** Graphs of whatever is measured. Its data sources and pages come from the lab's declarations. */
export const grafana = defineService({
  name: "grafana",
  about: "Graphs and logs of the whole lab",
  lifecycle: "production",
  image: image(
    "docker.io/grafana/grafana",
    "13.2.0",
    "sha256:3fd54ae1214669f8355f065ec9f6445d5279a3d77095ab048ca045685272429b",
  ),
  place: { cluster: "platform" },
  user: 472,
  database: { on: "ai-postgres" },
  ...provisioning({ prometheus: "prometheus", loki: "loki", alertmanager: "alertmanager" }),
  env: {
    GF_SERVER_ROOT_URL: ownUrl("public"),
    GF_SECURITY_ADMIN_PASSWORD: secretValue("admin-password"),
    GF_SECURITY_SECRET_KEY: secretValue("encryption-key"),
    GF_DATABASE_TYPE: "postgres",
    GF_DATABASE_HOST: text`${hostOf("ai-postgres")}:${portOf("ai-postgres")}`,
    GF_DATABASE_NAME: "grafana",
    GF_DATABASE_USER: "grafana",
    GF_DATABASE_PASSWORD: secretValue("database"),
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
    GF_NEWS_NEWS_FEED_ENABLED: "false",
    GF_PLUGINS_PREINSTALL_DISABLED: "true",
    ...signInBy("authentik"),
  },
  ports: { http: 3000 },
  health: { ready: "/api/health", startsWithin: 120 },
  resources: { cpu: "100m..1", memory: "256Mi..512Mi" },
  volumes: { "/var/lib/grafana": claim("5Gi") },
  secrets: {
    "admin-password": generated(32, { lasts: "read on its first start only: change it there" }),
    "encryption-key": generated(48, { lasts: "what it has encrypted is lost with it" }),
  },
  signIn: { by: "authentik", returnTo: ["/login/generic_oauth"] },
  reach: { internet: true }, // Authentik's public address, which is the same for browsers and for itself
  metrics: { port: "http" },
  expose: { lan: true, tailnet: true, public: { access: "admin" } },
});
