import { defineService, ownUrlOf, secretOf } from "../../../../components/service/index.ts";
import { n8n } from "./n8n.ts";

/** Runs the workflows that n8n takes in, on the computer with the memory. The same program, told to work. */
export const n8nWorker = defineService({
  ...n8n,
  name: "n8n-worker",
  about: "Workflow automation: the hands of n8n",
  place: { cluster: "core", node: "pesubuntu" },
  args: ["worker"],
  needs: ["n8n"],
  database: undefined,
  env: {
    ...n8n.env,
    N8N_ENCRYPTION_KEY: secretOf("n8n", "encryption-key"),
    DB_POSTGRESDB_PASSWORD: secretOf("n8n", "database"),
    WEBHOOK_URL: ownUrlOf("n8n", "public"),
    QUEUE_HEALTH_CHECK_ACTIVE: "true",
  },
  volumes: {},
  secrets: {},
  expose: {},
});
