import {
  claim,
  defineService,
  generated,
  image,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/** Immich's own PostgreSQL: its search by meaning needs extensions that the shared one does not have. */
export const immichPostgres = defineService({
  name: "immich-postgres",
  about: "The database of Immich, with vectors",
  lifecycle: "production",
  image: image(
    "ghcr.io/immich-app/postgres",
    "14-vectorchord0.4.3-pgvectors0.2.0",
    "sha256:41eacbe83eca995561fe43814fd4891e16e39632806253848efaf04d3c8a8b84",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "brain", node: "k3s-master" },
  workload: { kind: "stateful" },
  user: 999,
  ports: { postgresql: 5432 },
  env: {
    POSTGRES_USER: "immich",
    POSTGRES_DB: "immich",
    POSTGRES_PASSWORD: secretValue("password"),
    POSTGRES_INITDB_ARGS: "--data-checksums",
    PGDATA: "/var/lib/postgresql/data/pgdata",
  },
  health: { command: ["pg_isready", "--username=immich", "--dbname=immich"], startsWithin: 120 },
  resources: { cpu: "250m", memory: "512Mi..2Gi" },
  volumes: {
    "/var/lib/postgresql/data": claim("20Gi"),
    "/var/run/postgresql": scratch("16Mi"),
    "/dev/shm": scratch("128Mi", { memory: true }),
  },
  secrets: { password: generated(32, { lasts: "read on its first start only: change it there" }) },
  waive: {
    "writable-root": {
      because: "the image writes its tuned postgresql.conf below /etc whenever it starts",
      until: "2027-06-30",
    },
  },
});
