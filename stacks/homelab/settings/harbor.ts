import { openIdOf, ownUrl, secretValue, text, written } from "../../../components/service/index.ts";

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

export const values = {
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
};
