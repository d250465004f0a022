import { blueprintOf, defineService, scratch, secretOf } from "../../../../components/service/index.ts";
import { authentik } from "./authentik.ts";

/** Keeps Authentik as the lab declares it: its people, and every service that they sign in to. */
export const authentikWorker = defineService({
  ...authentik,
  name: "authentik-worker",
  about: "Authentik's tasks, and its settings from the lab's declarations",
  args: ["worker"],
  needs: ["authentik"],
  database: undefined,
  provides: undefined,
  env: {
    ...authentik.env,
    AUTHENTIK_SECRET_KEY: secretOf("authentik", "session-key"),
    AUTHENTIK_BOOTSTRAP_PASSWORD: secretOf("authentik", "bootstrap-password"),
    AUTHENTIK_POSTGRESQL__PASSWORD: secretOf("authentik", "database"),
  },
  files: { "/blueprints/homelab/lab.yaml": blueprintOf("authentik") },
  ports: { metrics: 9300 },
  health: { command: ["ak", "healthcheck"], startsWithin: 300 },
  volumes: { "/data": scratch("1Gi"), "/dev/shm": scratch("256Mi", { memory: true }) },
  secrets: {},
  expose: {},
});
