import { claim, defineService, generated, image, secretValue } from "../../../../components/service/index.ts";

/** Queues and caches of the core cluster; every write is on disk within a second. */
export const redis = defineService({
  name: "redis",
  about: "Redis for the queues of the core cluster",
  lifecycle: "production",
  image: image("docker.io/library/redis", "8.10.1"),
  arch: ["amd64", "arm64"],
  place: { cluster: "core", node: "asuna" },
  workload: { kind: "stateful" },
  user: 999,
  command: ["sh", "-c", 'exec redis-server --appendonly yes --requirepass "$REDIS_PASSWORD"'],
  env: { REDIS_PASSWORD: secretValue("password") },
  ports: { redis: 6379 },
  health: { opens: "redis" },
  resources: { cpu: "50m", memory: "64Mi..256Mi" },
  volumes: { "/data": claim("2Gi") },
  secrets: { password: generated() },
  waive: {
    "image-digest": {
      because:
        "the tag is rebuilt with its base image, and no digest of it stands in a file that we trust yet",
      until: "2027-06-30",
    },
  },
});
