import {
  claim,
  defineService,
  image,
  openIdOf,
  ownUrl,
  secretValue,
} from "../../../../components/service/index.ts";

/** Passwords of the family. Its apps show no login page of another's, so it is for the house and the tailnet alone. */
export const vaultwarden = defineService({
  name: "vaultwarden",
  about: "Passwords of the family, for every Bitwarden app",
  lifecycle: "production",
  image: image(
    "docker.io/vaultwarden/server",
    "1.37.1",
    "sha256:ebdfe70701c60ac0c28c697e787cea767d7972940b786037b29fe0d507f821e8",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "core", node: "pesubuntu" },
  user: 1000,
  ports: { http: 8080 },
  env: {
    ROCKET_PORT: "8080",
    DOMAIN: ownUrl("tailnet"),
    SIGNUPS_ALLOWED: "false",
    SSO_ENABLED: "true",
    SSO_AUTHORITY: openIdOf("authentik", "vaultwarden").issuer,
    SSO_SCOPES: "email profile offline_access",
    SSO_CLIENT_ID: "vaultwarden",
    SSO_CLIENT_SECRET: secretValue("sign-in"),
  },
  health: { ready: "/alive", startsWithin: 60 },
  resources: { cpu: "50m", memory: "128Mi..512Mi" },
  volumes: { "/data": claim("2Gi") },
  signIn: { by: "authentik", returnTo: ["/identity/connect/oidc-signin"] },
  reach: { internet: "Authentik's public address, and the icons of sites" },
  expose: { lan: true, tailnet: true },
});
