import { defineService, generated, image, secretValue } from "../../../../components/service/index.ts";

/** Runs code that an app was given. It reaches nothing and nobody, whoever wrote the code. */
export const difySandbox = defineService({
  name: "dify-sandbox",
  about: "Dify: a cell for code that its apps run",
  lifecycle: "production",
  image: image("docker.io/langgenius/dify-sandbox", "0.2.15"),
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  user: 0,
  ports: { http: 8194 },
  env: {
    API_KEY: secretValue("api-key"),
    GIN_MODE: "release",
    SANDBOX_PORT: "8194",
    WORKER_TIMEOUT: "15",
    ENABLE_NETWORK: "false",
  },
  health: { ready: "/health", startsWithin: 120 },
  resources: { cpu: "100m..2", memory: "256Mi..1Gi" },
  secrets: { "api-key": generated(48) },
  waive: {
    "image-digest": { because: "no public file that we trust pins one", until: "2027-06-30" },
    "root-user": {
      because: "it makes a cell for each run of code, and becomes nobody in it",
      until: "2027-06-30",
    },
    "writable-root": { because: "the cells are made from a copy of Python below /var", until: "2027-06-30" },
    privilege: { because: "only root may become nobody", until: "2027-06-30" },
    chroot: { because: "a cell is a folder that the code takes for the whole machine", until: "2027-06-30" },
  },
});
