import { defineService, derived, secretOf, urlOf } from "../../../../components/service/index.ts";

/** Makes Uptime Kuma look at every address that people come to from afar; what somebody added by hand stays. */
export const uptimeKumaMonitors = defineService({
  name: "uptime-kuma-monitors",
  about: "Tells Uptime Kuma every hour what to look at, from the lab's declarations",
  lifecycle: "experimental",
  program: "kuma-monitors",
  place: { cluster: "core", node: "pesubuntu" },
  workload: { kind: "cron", schedule: "7 * * * *" },
  env: {
    KUMA_URL: urlOf("uptime-kuma"),
    KUMA_USER: "homelab",
    KUMA_PASSWORD: secretOf("uptime-kuma", "password"),
    MONITORS_FILE: "/etc/kuma/monitors.json",
  },
  files: { "/etc/kuma/monitors.json": derived("monitors") },
  resources: { cpu: "10m..500m", memory: "64Mi..128Mi" },
});
