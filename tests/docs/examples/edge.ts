import {
  claim,
  defineService,
  image,
  ownUrlOf,
  secretValue,
  text,
} from "../../../components/service/index.ts";

/** Shown to the world at album.example.com, to those of one group. */
export const album = defineService({
  name: "album",
  about: "Photos of the family",
  lifecycle: "production",
  image: image("ghcr.io/example/album", "1.4.0", `sha256:${"0".repeat(64)}`),
  place: { cluster: "core" },
  user: 1000,
  ports: { http: 8080 },
  env: {
    OIDC_ISSUER: text`${ownUrlOf("authentik", "public")}/application/o/album/`,
    OIDC_CLIENT_ID: "album",
    OIDC_CLIENT_SECRET: secretValue("sign-in"),
  },
  health: { ready: "/health" },
  resources: { cpu: "100m..1", memory: "128Mi..512Mi" },
  volumes: { "/data": claim("20Gi") },
  // In the album itself people sign in by Authentik, which sends them back to this path of each of its addresses.
  signIn: { by: "authentik", returnTo: ["/oidc/callback"] },
  reach: { internet: "Authentik's public address" },
  // The app on a phone can show no login page: it enters with a token of its own.
  expose: { tailnet: true, public: { access: "plex-users", programs: ["phones"] } },
});

/** Brings the world in: all that is public on its cluster, and nothing else. */
export const cloudflared = defineService({
  name: "cloudflared",
  about: "The way in from the world",
  lifecycle: "production",
  image: image("docker.io/cloudflare/cloudflared", "2026.8.2", `sha256:${"0".repeat(64)}`),
  place: { cluster: "core" },
  provides: "tunnel",
  workload: { kind: "deployment", replicas: 2 },
  disruption: { minAvailable: 1 },
  user: 65532,
  args: ["tunnel", "--no-autoupdate", "run"],
  env: { TUNNEL_TOKEN: secretValue("tunnel"), TUNNEL_METRICS: "0.0.0.0:2000" },
  ports: { metrics: 2000 },
  health: { ready: "/ready" },
  resources: { cpu: "50m..1", memory: "64Mi..256Mi" },
  reach: { internet: { for: "Cloudflare, by which the world comes in", toStart: true } },
});
