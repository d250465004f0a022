import {
  claim,
  defineService,
  generated,
  image,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/**
 * The database of the AI platform. With vectors: what is remembered is found again by its meaning. On the disk of one
 * node: a database that writes each page over the network twice is slow, and has backups of its own.
 */
export const aiPostgres = defineService({
  name: "ai-postgres",
  about: "PostgreSQL with vectors, for the services of the AI platform",
  lifecycle: "production",
  image: image(
    "docker.io/pgvector/pgvector",
    "0.8.6-pg18",
    "sha256:2ba9ca5f2e7daa0f0e7723cba1ee9167bab54efd3640516a44ac1a928dd67e7a",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "homelab" },
  namespace: "self-hosted-ai",
  workload: { kind: "stateful" },
  user: 999,
  provides: "postgresql",
  ports: { postgresql: 5432 },
  env: { POSTGRES_PASSWORD: secretValue("password") },
  health: { command: ["pg_isready", "--username=postgres"], startsWithin: 120 },
  resources: { cpu: "250m..4", memory: "512Mi..2Gi" },
  volumes: {
    // Since version 18 the image keeps each major version in a folder of its own below this one.
    "/var/lib/postgresql": claim("20Gi", { class: "local-path" }),
    "/var/run/postgresql": scratch("16Mi"),
    "/dev/shm": scratch("256Mi", { memory: true }),
  },
  secrets: { password: generated(32, { lasts: "read on its first start only: change it there" }) },
});
