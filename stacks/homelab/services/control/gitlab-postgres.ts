import {
  claim,
  defineService,
  generated,
  image,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/** GitLab makes extensions as it is updated, for which a user who owns one database among others has no right. */
export const gitlabPostgres = defineService({
  name: "gitlab-postgres",
  about: "PostgreSQL for GitLab alone",
  lifecycle: "production",
  // The newest major version that GitLab 19 names.
  image: image("docker.io/library/postgres", "17.11-bookworm"),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "gitlab",
  workload: { kind: "stateful" },
  user: 999,
  ports: { postgresql: 5432 },
  env: {
    POSTGRES_USER: "gitlab",
    POSTGRES_DB: "gitlabhq_production",
    POSTGRES_PASSWORD: secretValue("password"),
    PGDATA: "/var/lib/postgresql/data/pgdata", // a disk has a folder lost+found, and PostgreSQL wants an empty one
  },
  health: { command: ["pg_isready", "--username=gitlab"], startsWithin: 120 },
  resources: { cpu: "250m..2", memory: "512Mi..2Gi" },
  volumes: {
    "/var/lib/postgresql/data": claim("50Gi"),
    "/var/run/postgresql": scratch("16Mi"),
    "/dev/shm": scratch("256Mi", { memory: true }),
  },
  secrets: { password: generated(32, { lasts: "read on its first start only: change it there" }) },
  waive: {
    "image-digest": {
      because:
        "the tag is rebuilt with its base image, and no digest of it stands in a file that we trust yet",
      until: "2027-06-30",
    },
  },
});
