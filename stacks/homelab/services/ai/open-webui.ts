import { defineService, generated, image, share } from "../../../../components/service/index.ts";
import { env } from "../../settings/open-webui.ts";

/** Chat for the house: the GPU first, the processors when it is away. It keeps nothing in itself, so that there may be more. */
export const openWebui = defineService({
  name: "open-webui",
  about: "Chat with the models of the house",
  lifecycle: "production",
  image: image(
    "ghcr.io/open-webui/open-webui",
    "v0.11.0",
    "sha256:72c0ba641ba75e7aa52655cb242570906ececd09b1140fb736483038a22b3228",
  ),
  place: { cluster: "platform" },
  namespace: "ai-services",
  database: { on: "ai-postgres", extensions: ["vector"] },
  ports: { http: 8080 },
  env,
  health: { ready: "/health", startsWithin: 300 },
  resources: { cpu: "250m..600m", memory: "1Gi..2Gi" },
  scale: { min: 1, max: 3, memory: 70 },
  volumes: { "/app/backend/data": share("node006/open-webui") }, // what people hand in
  secrets: { "session-key": generated() },
  signIn: { by: "authentik", returnTo: ["/oauth/oidc/callback"] },
  reach: {
    internet: "Authentik's public address, which is the same for browsers and for itself",
    services: ["searxng"],
  },
  expose: { lan: { host: "chat" }, tailnet: { host: "chat" }, public: { access: "admin", host: "chat" } },
  waive: {
    "root-user": { because: "the image starts as root, and owns its data as root", until: "2027-06-30" },
    "writable-root": { because: "it unpacks its front end beside itself at start", until: "2027-06-30" },
  },
});
