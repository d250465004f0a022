import { defineService, image, urlOf } from "../../../../components/service/index.ts";

/** The pages of Dify. They come by way of dify, which joins them and the API under one name. */
export const difyWeb = defineService({
  name: "dify-web",
  about: "Dify: its pages",
  lifecycle: "production",
  image: image("docker.io/langgenius/dify-web", "1.16.1"),
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  user: 1001,
  ports: { http: 3000 },
  env: {
    EDITION: "SELF_HOSTED",
    // Nothing: pages ask for everything where they came from.
    CONSOLE_API_URL: "",
    APP_API_URL: "",
    SERVER_CONSOLE_API_URL: urlOf("dify-api"),
    NEXT_PUBLIC_ENABLE_AGENT_V2: "true",
    NEXT_TELEMETRY_DISABLED: "1",
  },
  health: { ready: "/apps", startsWithin: 180 },
  resources: { cpu: "50m..1", memory: "256Mi..1Gi" },
  waive: {
    "image-digest": { because: "no public file that we trust pins one", until: "2027-06-30" },
    "writable-root": {
      because: "its start writes addresses into the pages that it serves",
      until: "2027-06-30",
    },
  },
});
