import { defineService, image, text, urlOf } from "../../../../components/service/index.ts";

/** Reminds Nextcloud of what it has to do by the clock. By the web, because its files have no second writer. */
export const nextcloudCron = defineService({
  name: "nextcloud-cron",
  about: "Nextcloud's work in the background, every five minutes",
  lifecycle: "production",
  image: image(
    "docker.io/curlimages/curl",
    "8.21.0",
    "sha256:7c12af72ceb38b7432ab85e1a265cff6ae58e06f95539d539b654f2cfa64bb13",
  ),
  place: { cluster: "platform", node: "ocean" },
  workload: { kind: "cron", schedule: "*/5 * * * *" },
  user: 100,
  command: [
    "curl",
    "--fail",
    "--silent",
    "--show-error",
    "--max-time",
    "240",
    text`${urlOf("nextcloud")}/cron.php`,
  ],
  resources: { cpu: "10m..100m", memory: "32Mi..64Mi" },
});
