import {
  claim,
  defineService,
  hostOf,
  image,
  portOf,
  scratch,
  secretOf,
  text,
} from "../../../../components/service/index.ts";

/** The blog, which everybody may read. */
export const wordpress = defineService({
  name: "wordpress",
  about: "The blog, for everybody",
  lifecycle: "production",
  image: image(
    "docker.io/library/wordpress",
    "7.1",
    "sha256:65919a9ca10940feb10d9400fead0d639bf86241f47c91e2b9ea4703aa8452cf",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  user: 33,
  ports: { http: 80 },
  env: {
    WORDPRESS_DB_HOST: text`${hostOf("mariadb")}:${portOf("mariadb")}`,
    WORDPRESS_DB_NAME: "wordpress",
    WORDPRESS_DB_USER: "wordpress",
    WORDPRESS_DB_PASSWORD: secretOf("mariadb", "wordpress"),
    // Whoever gets in as an editor cannot write a program that the server then runs.
    WORDPRESS_CONFIG_EXTRA: "define('DISALLOW_FILE_EDIT', true);",
  },
  // Its pages ask the database. A file does not, and a server that waits for one should not be started again.
  health: { ready: "/wp-login.php", live: "/license.txt", startsWithin: 120 },
  resources: { cpu: "100m..2", memory: "256Mi..1Gi" },
  volumes: {
    "/var/www/html": claim("10Gi", { class: "local-path" }),
    "/run/apache2": scratch("16Mi"),
    "/run/lock/apache2": scratch("16Mi"),
  },
  reach: { internet: "new versions, and plugins" },
  expose: { lan: { host: "blog" }, public: { access: "public", host: "blog" } },
});
