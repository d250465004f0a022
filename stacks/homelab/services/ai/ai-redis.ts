import { claim, defineService, generated, image, secretValue } from "../../../../components/service/index.ts";

/** Queues and caches of the AI platform, on disk within a second, as Redis would keep them. */
export const aiRedis = defineService({
  name: "ai-redis",
  about: "Redis for the queues of the AI platform",
  lifecycle: "production",
  image: image(
    "docker.io/valkey/valkey",
    "9.1-alpine",
    "sha256:34f4f659e02a67cfdf3995d11ae432219c936005055b2cd39a042e86280e053e",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "homelab" },
  namespace: "self-hosted-ai",
  workload: { kind: "stateful" },
  user: 999,
  command: ["sh", "-c", 'exec valkey-server --appendonly yes --requirepass "$REDIS_PASSWORD"'],
  env: { REDIS_PASSWORD: secretValue("password") },
  ports: { redis: 6379 },
  health: { opens: "redis" },
  resources: { cpu: "50m..1", memory: "128Mi..1Gi" },
  volumes: { "/data": claim("5Gi", { class: "local-path" }) },
  secrets: { password: generated() },
});
