import { defineService } from "../../../../components/service/index.ts";
import { difyApi } from "./dify-api.ts";

/** Reads documents, and runs what was not asked for by a person who waits. The same program, told to work. */
export const difyWorker = defineService({
  ...difyApi,
  name: "dify-worker",
  about: "Dify: documents, mails and workflows in the background",
  needs: ["dify-api"],
  database: undefined,
  ports: {},
  env: { ...difyApi.env, MODE: "worker", MIGRATION_ENABLED: "false", CELERY_BACKEND: "redis" },
  health: { command: ["celery", "-A", "celery_healthcheck.celery", "inspect", "ping"], startsWithin: 600 },
  secrets: {},
});
