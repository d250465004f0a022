import {
  databaseUrl,
  defineService,
  generated,
  secretOf,
  secretValue,
  urlOf,
} from "../../../../components/service/index.ts";

/**
 * The assistant of the family. Kept to be read: nobody published an image of it, and its last one failed at an import of
 * its own. It ran as one copy on pesubuntu, and remembered in Qdrant, which it now would find. Chat by open-webui took
 * its place.
 */
export const familyAssistant = defineService({
  name: "family-assistant",
  about: "The family's assistant: talks, remembers, reminds",
  lifecycle: "archive",
  place: { cluster: "core", node: "pesubuntu" },
  database: { on: "postgres" },
  ports: { http: 8000 },
  env: {
    DATABASE_URL: databaseUrl("postgres", "family-assistant"),
    QDRANT_URL: urlOf("qdrant"),
    QDRANT_API_KEY: secretOf("qdrant", "api-key"),
    SECRET_KEY: secretValue("session-key"),
  },
  resources: { cpu: "500m", memory: "1Gi..2Gi" },
  secrets: { "session-key": generated(48) },
  expose: { lan: true },
});
