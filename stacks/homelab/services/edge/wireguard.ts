import { claim, defineService, generated, image, secretValue } from "../../../../components/service/index.ts";

/**
 * A way into the house for what cannot run Tailscale. Kept to be read, for two reasons. No port of the house is forwarded,
 * and a tunnel carries no WireGuard: from the road nobody would reach it, and at home nobody needs it. And it asks for what
 * no pod here is allowed, NET_ADMIN and a module of the kernel. Whoever brings it back forwards 51820/udp to homelab and
 * excuses that; its peers are made in its own web interface, which keeps them in its database.
 */
export const wireguard = defineService({
  name: "wireguard",
  about: "WireGuard for a router or an old phone that cannot be in the tailnet",
  lifecycle: "archive",
  image: image(
    "ghcr.io/wg-easy/wg-easy",
    "15.4.0",
    "sha256:0e7bc9d34e86ddcaa92bc700d4d7dc9b33291dbc07ac8d13382f7c2095f949ec",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "homelab" },
  ports: { web: 51821, wireguard: { number: 51820, protocol: "udp" } },
  resources: { cpu: "50m..1", memory: "64Mi..256Mi" },
  volumes: { "/etc/wireguard": claim("1Gi", { class: "local-path" }) },
  secrets: { password: generated() },
  env: {
    INIT_ENABLED: "true",
    INIT_USERNAME: "lab",
    INIT_PASSWORD: secretValue("password"),
    INIT_HOST: "192.168.1.170",
    INIT_PORT: "51820",
  },
  expose: { port: "web", lan: true },
});
