import {
  defineService,
  generated,
  hostOf,
  image,
  openIdOf,
  ownUrl,
  scratch,
  secretValue,
  text,
  written,
} from "../../../../components/service/index.ts";

/** Ansible's playbooks, by a button or the clock. What it keeps is in its database; its disks may be lost. */
export const semaphore = defineService({
  name: "semaphore",
  about: "Runs Ansible's playbooks, and shows how they went",
  lifecycle: "production",
  image: image(
    "docker.io/semaphoreui/semaphore",
    "v2.19.16",
    "sha256:3707a971a57fdc5ac99a184bf83f2efb7d00cbeec8fb08a16a8028f77229e141",
  ),
  place: { cluster: "platform" },
  user: 1001,
  database: { on: "ai-postgres" },
  ports: { http: 3000 },
  env: {
    HOME: "/tmp",
    SEMAPHORE_DB_DIALECT: "postgres",
    SEMAPHORE_DB_HOST: hostOf("ai-postgres"),
    SEMAPHORE_DB_USER: "semaphore",
    SEMAPHORE_DB_PASS: secretValue("database"),
    SEMAPHORE_ADMIN: "admin",
    SEMAPHORE_ADMIN_PASSWORD: secretValue("admin-password"),
    SEMAPHORE_ACCESS_KEY_ENCRYPTION: secretValue("encryption-key"),
    SEMAPHORE_OIDC_PROVIDERS: written((hold) =>
      JSON.stringify({
        authentik: {
          display_name: "Authentik",
          provider_url: hold(openIdOf("authentik", "semaphore").issuer),
          client_id: "semaphore",
          client_secret: hold(secretValue("sign-in")),
          redirect_url: hold(text`${ownUrl("tailnet")}/api/auth/oidc/authentik/redirect`),
        },
      }),
    ),
  },
  health: { ready: "/api/ping", startsWithin: 120 },
  resources: { cpu: "100m..2", memory: "256Mi..1Gi" },
  volumes: { "/etc/semaphore": scratch("64Mi"), "/tmp": scratch("4Gi") },
  // The key is read as base64: 32 letters are the 24 bytes of AES-192.
  secrets: {
    "admin-password": generated(32, { lasts: "read on its first start only: change it there" }),
    "encryption-key": generated(32, { lasts: "what it has encrypted is lost with it" }),
  },
  signIn: { by: "authentik", returnTo: ["/api/auth/oidc/authentik/redirect"] },
  reach: { internet: "collections of Ansible's, and what it sets up", machines: ["node005", "node006"] },
  expose: { lan: true, tailnet: true },
});
