import { defineService, image, urlOf } from "../../../../components/service/index.ts";

/** Every alert of the house on one page, and a button that hushes it. */
export const karma = defineService({
  name: "karma",
  about: "Alerts on one page, to be read and hushed",
  lifecycle: "production",
  image: image(
    "ghcr.io/prymitive/karma",
    "v0.132",
    "sha256:98d9ed60911811f936a143177fc34642e30cf9579e073c28b6416a28dff17724",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  user: 65534,
  env: { ALERTMANAGER_URI: urlOf("alertmanager"), ALERTMANAGER_PROXY: "true" },
  ports: { http: 8080 },
  health: { ready: "/health" },
  resources: { cpu: "10m..100m", memory: "32Mi..64Mi" },
  metrics: { port: "http" },
  expose: { lan: { guard: "admin" } },
});
