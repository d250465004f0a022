import { stringify } from "yaml";
import {
  defineService,
  generated,
  image,
  ownUrl,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/** Whatever is not said here is as its makers have it. */
const settings = stringify({
  use_default_settings: true,
  general: { instance_name: "Search", enable_metrics: false },
  // Programs read JSON: by default only pages are handed out.
  search: { safe_search: 0, autocomplete: "duckduckgo", formats: ["html", "json"] },
  server: { limiter: false, image_proxy: true, method: "GET" },
  outgoing: { request_timeout: 5, max_request_timeout: 15 },
});

/** Asks many search engines, and tells none of them who is asking. */
export const searxng = defineService({
  name: "searxng",
  about: "Search of the web, for people and for models, without being followed",
  lifecycle: "production",
  image: image(
    "ghcr.io/searxng/searxng",
    "2026.8.20-487d7a96e",
    "sha256:1808478ceb295bdb87e70f069e3d4ef1a0abd318e2a10d550f0a31fc839a745d",
  ),
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  user: 977,
  ports: { http: 8080 },
  files: { "/etc/searxng/settings.yml": settings },
  env: {
    SEARXNG_BASE_URL: ownUrl("lan"),
    SEARXNG_SECRET: secretValue("session-key"),
    SEARXNG_PORT: "8080",
  },
  health: { ready: "/healthz", startsWithin: 60 },
  resources: { cpu: "50m..1", memory: "256Mi..1Gi" },
  volumes: { "/var/cache/searxng": scratch("1Gi") },
  secrets: { "session-key": generated(48) },
  reach: { internet: "the search engines" },
  expose: { lan: { host: "search" }, tailnet: { host: "search" } },
});
