import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Locks and sessions of Nextcloud, tasks of Paperless. On disk, so that a restart forgets no document that waits. */
export const cloudRedis = defineService({
  name: "cloud-redis",
  about: "Locks, sessions and queues of the cloud services",
  lifecycle: "production",
  image: image(
    "docker.io/valkey/valkey",
    "9.1-alpine",
    "sha256:34f4f659e02a67cfdf3995d11ae432219c936005055b2cd39a042e86280e053e",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  workload: { kind: "stateful" },
  user: 999,
  command: ["valkey-server", "--appendonly", "yes"],
  ports: { redis: 6379 },
  health: { command: ["valkey-cli", "ping"] },
  resources: { cpu: "50m..1", memory: "64Mi..512Mi" },
  volumes: { "/data": claim("2Gi", { class: "local-path" }) },
});
