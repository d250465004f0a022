import { defineService } from "../../../../components/service/index.ts";
import { backupKeeper } from "./backup-keeper.ts";

/** The same for the platform. */
export const backupKeeperPlatform = defineService({
  ...backupKeeper,
  name: "backup-keeper-platform",
  about: "Prunes, checks and tries the backups of the platform, and copies them out of the house",
  place: { cluster: "platform", node: "homelab" },
});
