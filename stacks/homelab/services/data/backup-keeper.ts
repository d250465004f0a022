import { keeperScripts, RESTIC } from "../../../../components/backup/index.ts";
import {
  defineService,
  fromConfig,
  scratch,
  secretValue,
  share,
} from "../../../../components/service/index.ts";

/** Every morning: lets go of old backups, reads some, copies them out of the house, and tries whether files come back. */
export const backupKeeper = defineService({
  name: "backup-keeper",
  about: "Prunes, checks and tries the backups of brain, and copies them out of the house",
  lifecycle: "production",
  image: RESTIC,
  arch: ["amd64", "arm64"],
  place: { cluster: "brain", node: "k3s-master" },
  workload: { kind: "cron", schedule: "30 5 * * *" },
  user: 2000,
  command: ["sh", "/scripts/keep.sh"],
  files: keeperScripts("/scripts"),
  folders: { "/keys": "backup-keys" },
  env: {
    KEYS: "/keys/services",
    REPOSITORIES: "/repositories",
    KEEP: "--keep-hourly 24 --keep-daily 7 --keep-weekly 4 --keep-monthly 6",
    OFFSITE: "s3:https://s3.eu-central-003.backblazeb2.com/terrac-homelab",
    AWS_ACCESS_KEY_ID: secretValue("offsite-id"),
    AWS_SECRET_ACCESS_KEY: secretValue("offsite-key"),
    RESTIC_CACHE_DIR: "/tmp/cache",
  },
  resources: { cpu: "100m..2", memory: "256Mi..2Gi" },
  volumes: { "/repositories": share("nas/backups", { folder: "restic" }), "/tmp": scratch("10Gi") },
  secrets: {
    "offsite-id": fromConfig("offsite-backups-id"),
    "offsite-key": fromConfig("offsite-backups-key"),
  },
  reach: { internet: "where the second copy lies" },
});
