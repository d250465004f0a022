import {
  defineService,
  generated,
  image,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/** The shell of Dify's agents. What they make in it is gone with it, and of the house they reach nobody but who sent them. */
export const difyAgentSandbox = defineService({
  name: "dify-agent-sandbox",
  about: "Dify: the shell that its agents type in",
  lifecycle: "production",
  image: image("docker.io/langgenius/dify-agent-local-sandbox", "1.16.1"),
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  ports: { http: 5004 },
  env: { SHELLCTL_AUTH_TOKEN: secretValue("shell-token") },
  health: { ready: "/healthz", startsWithin: 120 },
  resources: { cpu: "100m..2", memory: "256Mi..2Gi" },
  volumes: { "/tmp": scratch("5Gi") },
  secrets: { "shell-token": generated(48) },
  reach: { services: ["dify-agent-backend"] },
  waive: {
    "image-digest": { because: "no public file that we trust pins one", until: "2027-06-30" },
    "root-user": { because: "no public file that we trust says as whom it runs", until: "2027-06-30" },
    "writable-root": { because: "agents work in a home that the image brings along", until: "2027-06-30" },
  },
});
