import { defineService, generated, image, share } from "../../../../components/service/index.ts";
import { env } from "../../settings/dify.ts";

/** What Dify knows and does, but for what dify-worker does later. Its makers' proxy is not needed: policies refuse the house to it. */
export const difyApi = defineService({
  name: "dify-api",
  about: "Dify: its API, and the database of its apps",
  lifecycle: "production",
  image: image("docker.io/langgenius/dify-api", "1.16.1"),
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  user: 1001,
  database: { on: "ai-postgres" },
  ports: { http: 5001 },
  env: {
    MODE: "api",
    MIGRATION_ENABLED: "true",
    CHECK_UPDATE_URL: "",
    ...env,
  },
  health: { ready: "/health", startsWithin: 600 },
  resources: { cpu: "250m..2", memory: "1Gi..3Gi" },
  volumes: { "/app/api/storage": share("node006/dify") },
  secrets: {
    "session-key": generated(48, { lasts: "what it has encrypted is lost with it" }),
    "inner-key": generated(48),
  },
  reach: { internet: "pages that an app asks for" },
  waive: {
    "image-digest": { because: "no public file that we trust pins one", until: "2027-06-30" },
    "writable-root": { because: "nobody shows it with a root that it cannot write", until: "2027-06-30" },
  },
});
