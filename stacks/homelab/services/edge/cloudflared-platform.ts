import { defineService, image, secretValue } from "../../../../components/service/index.ts";

/** Dials out to Cloudflare and brings in whoever it let in: no port of the house is opened. Two, so that one may go. */
export const cloudflaredPlatform = defineService({
  name: "cloudflared-platform",
  about: "The way in from the world to the platform cluster",
  lifecycle: "production",
  image: image(
    "docker.io/cloudflare/cloudflared",
    "2026.8.2",
    "sha256:0aa26e284f05e6c77ae375b8c9c11d9eb6a448fb7bcd8d40f31cb6176189eb38",
  ),
  place: { cluster: "platform" },
  namespace: "cloudflared",
  provides: "tunnel",
  workload: { kind: "deployment", replicas: 2 },
  disruption: { minAvailable: 1 },
  user: 65532,
  args: ["tunnel", "--no-autoupdate", "run"],
  env: {
    TUNNEL_TOKEN: secretValue("tunnel"),
    TUNNEL_METRICS: "0.0.0.0:2000",
    TUNNEL_GRACE_PERIOD: "30s",
  },
  ports: { metrics: 2000 },
  health: { ready: "/ready", startsWithin: 60 },
  endsWithin: 45, // longer than it lets requests end
  resources: { cpu: "50m..1", memory: "64Mi..256Mi" },
  reach: { internet: { for: "Cloudflare, by which the world comes in", toStart: true } },
  metrics: { port: "metrics" },
});
