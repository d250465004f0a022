import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Immich's queue of work. On disk, so that a restart does not forget which photos are still to be read. */
export const immichRedis = defineService({
  name: "immich-redis",
  about: "The queue of Immich",
  lifecycle: "production",
  image: image(
    "docker.io/valkey/valkey",
    "9.1-alpine",
    "sha256:34f4f659e02a67cfdf3995d11ae432219c936005055b2cd39a042e86280e053e",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "brain", node: "k3s-master" },
  workload: { kind: "stateful" },
  user: 999,
  command: ["valkey-server", "--appendonly", "yes"],
  ports: { redis: 6379 },
  health: { command: ["valkey-cli", "ping"] },
  resources: { cpu: "50m", memory: "64Mi..256Mi" },
  volumes: { "/data": claim("2Gi") },
});
