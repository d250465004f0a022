import {
  defineService,
  generated,
  openIdOf,
  ownUrl,
  secretValue,
  text,
  written,
} from "../../../../components/service/index.ts";

const small = { cpu: "20m..1", memory: "64Mi..256Mi" } as const;
const modest = { cpu: "100m..2", memory: "256Mi..1Gi" } as const;

/** What is said here nobody changes on its pages; `admin` keeps a password of its own. */
const signInBy = written((hold) =>
  JSON.stringify({
    auth_mode: "oidc_auth",
    oidc_name: "Authentik",
    oidc_endpoint: hold(openIdOf("authentik", "harbor").issuer),
    oidc_client_id: "harbor",
    oidc_client_secret: hold(secretValue("sign-in")),
    oidc_scope: "openid,profile,email,offline_access",
    oidc_user_claim: "preferred_username",
    oidc_auto_onboard: true,
    oidc_verify_cert: true,
  }),
);

/** Of one node: images can be built again, and the replicated disks are for what cannot. */
const disk = (size: string) => ({ storageClass: "local-path", size });

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
    values: {
      expose: { type: "clusterIP", tls: { enabled: false }, clusterIP: { name: "harbor" } },
      externalURL: text`${ownUrl("lan")}`,
      harborAdminPassword: text`${secretValue("admin-password")}`,
      secretKey: text`${secretValue("secret-key")}`,
      core: { configureUserSettings: signInBy },
      registry: {
        nodeSelector: { "kubernetes.io/hostname": "platform-02" }, // where the room is
        credentials: { password: text`${secretValue("inner-password")}` },
      },
      database: { internal: { password: text`${secretValue("inner-password")}` } },
      trivy: {
        extraEnvVars: [
          { name: "TRIVY_DISABLE_TELEMETRY", value: "true" },
          { name: "TRIVY_SKIP_VERSION_CHECK", value: "true" },
        ],
      },
      persistence: {
        persistentVolumeClaim: {
          registry: disk("100Gi"),
          database: disk("5Gi"),
          redis: disk("1Gi"),
          trivy: disk("5Gi"),
          jobservice: { jobLog: disk("1Gi") },
        },
      },
      updateStrategy: { type: "Recreate" }, // a disk has one writer
    },
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
