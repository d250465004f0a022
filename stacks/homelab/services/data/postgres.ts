import {
  claim,
  defineService,
  generated,
  image,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/** The database of the core cluster. A service that asks for a database gets one here, with a user of its own. */
export const postgres = defineService({
  name: "postgres",
  about: "PostgreSQL for every service of the core cluster",
  lifecycle: "production",
  image: image(
    "docker.io/library/postgres",
    "18.3-alpine",
    "sha256:52098013b4b64a746626437d38afc03cabff6cdeb4d3d92e2342aa95f0ce56ea",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "core", node: "asuna" },
  workload: { kind: "stateful" },
  user: 70,
  provides: "postgresql",
  ports: { postgresql: 5432 },
  env: { POSTGRES_PASSWORD: secretValue("password") },
  health: { command: ["pg_isready", "--username=postgres"], startsWithin: 120 },
  resources: { cpu: "250m", memory: "512Mi..1Gi" },
  volumes: {
    // Since version 18 the image keeps each major version in a folder of its own below this one.
    "/var/lib/postgresql": claim("20Gi"),
    "/var/run/postgresql": scratch("16Mi"),
    "/dev/shm": scratch("256Mi", { memory: true }),
  },
  secrets: { password: generated(32, { lasts: "read on its first start only: change it there" }) },
});
