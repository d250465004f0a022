import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Kept to be read: Forgejo came out of it, stores the same, and is the one that is tried out. */
export const gitea = defineService({
  name: "gitea",
  about: "Code of the house, before Forgejo",
  lifecycle: "archive",
  image: image(
    "docker.io/gitea/gitea",
    "1.27.2-rootless",
    "sha256:c7953964c6e8fe532cf7fc3f3efdea1d0b161d7859c47e04f5e05489d494dea0",
  ),
  place: { cluster: "platform", node: "platform-01" },
  user: 1000,
  ports: { http: 3000 },
  env: { GITEA__cron_0X2E_update_checker__ENABLED: "false" },
  health: { ready: "/api/healthz", startsWithin: 120 },
  resources: { cpu: "50m..2", memory: "256Mi..1Gi" },
  volumes: { "/var/lib/gitea": claim("20Gi", { class: "local-path" }) },
  expose: { lan: true },
});
