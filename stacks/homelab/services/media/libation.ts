import { claim, defineService, image, share } from "../../../../components/service/index.ts";

/**
 * Brings bought audiobooks home each night. Who bought them it reads from a file that its desktop program writes
 * (AccountsSettings.json), and that is put into /config once: its keys are the account's own, so they are in the backup.
 */
export const libation = defineService({
  name: "libation",
  about: "Audiobooks, fetched from Audible as files of one's own",
  lifecycle: "production",
  image: image(
    "docker.io/rmcrackan/libation",
    "13.5.1",
    "sha256:71b9db4bbda7d7e14bb9f5efcdcfe980915c90867599bc0d512d958069fb3da0",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  workload: { kind: "cron", schedule: "30 2 * * *" },
  user: 1000,
  env: {
    SLEEP_TIME: "-1", // once; the clock is the cluster's
    LIBATION_BOOKS_DIR: "/media/audiobooks",
    LIBATION_CONFIG_DIR: "/config",
  },
  resources: { cpu: "100m..2", memory: "256Mi..1Gi" },
  volumes: {
    "/config": claim("2Gi", { class: "local-path" }),
    "/media": share("node006/media"),
  },
  reach: { internet: "Audible" },
  waive: {
    "writable-root": {
      because: "no public file that we trust shows the image with a root that it cannot write",
      until: "2027-06-30",
    },
  },
});
