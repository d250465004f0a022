import {
  claim,
  defineService,
  generated,
  image,
  scratch,
  secretValue,
  text,
} from "../../../../components/service/index.ts";

/** Run whenever the server starts, so that a new generation of a password is one there too. */
const databases = text`CREATE DATABASE IF NOT EXISTS nextcloud CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE USER IF NOT EXISTS nextcloud;
ALTER USER nextcloud IDENTIFIED BY '${secretValue("nextcloud")}';
GRANT ALL PRIVILEGES ON nextcloud.* TO nextcloud;
CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE USER IF NOT EXISTS wordpress;
ALTER USER wordpress IDENTIFIED BY '${secretValue("wordpress")}';
GRANT ALL PRIVILEGES ON wordpress.* TO wordpress;
`;

/** For those who know no PostgreSQL, or have always lived here: to each a database and a user of its own. */
export const mariadb = defineService({
  name: "mariadb",
  about: "MariaDB for Nextcloud and WordPress",
  lifecycle: "production",
  image: image(
    "docker.io/library/mariadb",
    "11.8.8",
    "sha256:d9f7eb2637296652f24b484afd5d246f759f49f5babcadc6a9e344c9acb75fbf",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  workload: { kind: "stateful" },
  user: 999,
  // Nextcloud asks for this isolation: it would else read what another of its requests has not finished writing.
  args: ["--init-file=/etc/mysql/databases.sql", "--transaction-isolation=READ-COMMITTED"],
  env: { MARIADB_ROOT_PASSWORD: secretValue("password"), MARIADB_AUTO_UPGRADE: "1" },
  files: { "/etc/mysql/databases.sql": databases },
  ports: { mysql: 3306 },
  health: { command: ["healthcheck.sh", "--connect", "--innodb_initialized"], startsWithin: 180 },
  resources: { cpu: "250m..4", memory: "512Mi..2Gi" },
  volumes: {
    "/var/lib/mysql": claim("20Gi", { class: "local-path" }),
    "/run/mysqld": scratch("16Mi"),
  },
  secrets: {
    password: generated(32, { lasts: "read on its first start only: change it there" }),
    nextcloud: generated(),
    wordpress: generated(),
  },
});
