import {
  databaseUrl,
  defineService,
  fromConfig,
  generated,
  ownUrl,
  secretOf,
  secretValue,
  urlOf,
} from "../../../../components/service/index.ts";
import { household } from "../../settings/household.ts";

/** The assistant of the family: each talks with it alone, by a link of their own, and it does nothing that they have not agreed to. */
export const familyAssistant = defineService({
  name: "family-assistant",
  about: "The family's assistant: talks, remembers, reminds",
  lifecycle: "production",
  program: "family-assistant",
  arch: ["amd64", "arm64"],
  place: { cluster: "core", node: "pesubuntu" },
  database: { on: "postgres" },
  ports: { http: 8000 },
  files: {
    "/etc/family/household.json": JSON.stringify(household),
    "/etc/family/secret": secretValue("session-key"),
    "/etc/family/database": databaseUrl("postgres", "family-assistant"),
    "/etc/family/router-key": secretValue("router"),
    "/etc/family/qdrant-key": secretOf("qdrant", "api-key"),
  },
  env: {
    HOST: "0.0.0.0",
    PORT: "8000",
    FAMILY_URL: ownUrl("lan"),
    FAMILY_HOUSEHOLD_FILE: "/etc/family/household.json",
    FAMILY_SECRET_FILE: "/etc/family/secret",
    DATABASE_URL_FILE: "/etc/family/database",
    FAMILY_ROUTER_URL: urlOf("router"),
    FAMILY_ROUTER_KEY_FILE: "/etc/family/router-key",
    FAMILY_MODEL: "private",
    QDRANT_URL: urlOf("qdrant"),
    QDRANT_API_KEY_FILE: "/etc/family/qdrant-key",
  },
  health: { ready: "/readyz", live: "/healthz" },
  resources: { cpu: "500m", memory: "1Gi..2Gi" },
  endsWithin: 30,
  secrets: { "session-key": generated(48), router: fromConfig("router-key-of-the-family") },
  expose: { lan: true },
  metrics: { port: "http", names: ["family_*"] },
  alerts: [
    {
      name: "FamilyIsNotAnswered",
      expr: 'increase(family_questions_total{outcome="failed"}[1h]) > 3',
      for: "10m",
      severity: "warning",
      summary: "The family's assistant cannot answer",
      action: "See whether the router answers it, and whether its key is still good",
    },
  ],
});
