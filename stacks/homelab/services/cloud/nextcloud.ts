import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  ownUrl,
  portOf,
  secretOf,
  secretValue,
  share,
  text,
} from "../../../../components/service/index.ts";

/** Files of the family. From outside by the browser; its programs, which can show no login page of another's, by the tailnet. */
export const nextcloud = defineService({
  name: "nextcloud",
  about: "Files, calendars and contacts of the family",
  lifecycle: "production",
  image: image(
    "docker.io/library/nextcloud",
    "34.0.3-apache",
    "sha256:365baea128b5e0f45a8dc5111c9234b926f1e6082b4c14d75ae650324ce5d65c",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  ports: { http: 80 },
  env: {
    MYSQL_HOST: text`${hostOf("mariadb")}:${portOf("mariadb")}`,
    MYSQL_DATABASE: "nextcloud",
    MYSQL_USER: "nextcloud",
    MYSQL_PASSWORD: secretOf("mariadb", "nextcloud"),
    REDIS_HOST: hostOf("cloud-redis"),
    REDIS_HOST_PORT: portOf("cloud-redis"),
    NEXTCLOUD_ADMIN_USER: "owner",
    NEXTCLOUD_ADMIN_PASSWORD: secretValue("admin"),
    NEXTCLOUD_DATA_DIR: "/data",
    NEXTCLOUD_TRUSTED_DOMAINS: "localhost nextcloud.* *.svc",
    TRUSTED_PROXIES: "10.42.0.0/16",
    OVERWRITEPROTOCOL: "https",
    OVERWRITECLIURL: ownUrl("public"),
    PHP_UPLOAD_LIMIT: "16G",
  },
  // By a name that it answers to: it refuses whoever calls it by the address of its pod.
  health: {
    command: ["curl", "--fail", "--silent", "--output", "/dev/null", "http://localhost/status.php"],
    startsWithin: 600,
  },
  resources: { cpu: "250m..4", memory: "512Mi..4Gi" },
  volumes: { "/var/www/html": claim("10Gi", { class: "local-path" }), "/data": share("node006/cloud") },
  secrets: { admin: generated(32, { lasts: "read on its first start only: change it there" }) },
  reach: { internet: true }, // its apps
  expose: { lan: true, tailnet: true, public: { access: "plex-users" } },
  waive: {
    "root-user": { because: "it puts its new version in place as root when it starts", until: "2027-06-30" },
    "writable-root": { because: "it writes PHP's settings from its environment", until: "2027-06-30" },
    privilege: { because: "it gives its files to www-data, and answers as that", until: "2027-06-30" },
  },
});
