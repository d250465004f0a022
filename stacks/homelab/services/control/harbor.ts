import { defineService, generated } from "../../../../components/service/index.ts";
import { values } from "../../settings/harbor.ts";

const small = { cpu: "20m..1", memory: "64Mi..256Mi" } as const;
const modest = { cpu: "100m..2", memory: "256Mi..1Gi" } as const;

/** The images of the house, scanned as they come. Its makers publish it for amd64 alone, which every node here is. */
export const harbor = defineService({
  name: "harbor",
  about: "Images of our own, kept and scanned",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "harbor",
  chart: {
    repository: "https://helm.goharbor.io",
    name: "harbor",
    version: "1.19.1",
    values,
    pods: {
      core: { resources: modest, resourcesAt: "core.resources" },
      portal: { resources: small, resourcesAt: "portal.resources" },
      nginx: { resources: small, resourcesAt: "nginx.resources" },
      jobservice: { resources: modest, resourcesAt: "jobservice.resources" },
      registry: { resources: modest, resourcesAt: "registry.registry.resources" },
      database: { resources: modest, resourcesAt: "database.internal.resources" },
      redis: { resources: small, resourcesAt: "redis.internal.resources" },
      trivy: { resources: { cpu: "200m..1", memory: "512Mi..1Gi" }, resourcesAt: "trivy.resources" },
    },
  },
  ports: { http: 80 },
  secrets: {
    "admin-password": generated(32, { lasts: "read on its first start only: change it there" }),
    "secret-key": generated(16, { lasts: "what it has encrypted is lost with it" }), // of this length, and no other
    "inner-password": generated(32, { lasts: "read on its first start only: change it there" }),
  },
  signIn: { by: "authentik", returnTo: ["/c/oidc/callback"] },
  reach: { internet: "what is known of holes in images, and other registries" },
  expose: { lan: true, tailnet: true },
});
