import { claim, defineService, image } from "../../../components/service/index.ts";

/** Passwords of the family: what it keeps is there again after its disk is lost. */
export const vault = defineService({
  name: "vault",
  about: "Passwords of the family",
  lifecycle: "production",
  image: image("docker.io/vaultwarden/server", "1.36.0", `sha256:${"9".repeat(64)}`),
  place: { cluster: "core", node: "core-server" },
  user: 1000,
  ports: { http: 8080 },
  health: { ready: "/alive" },
  resources: { cpu: "50m", memory: "64Mi..256Mi" },
  volumes: {
    "/data": claim("2Gi", { backup: "hourly" }), // daily, where nothing is said
    "/icons": claim("1Gi", { backup: "never" }), // can be made again
  },
});
