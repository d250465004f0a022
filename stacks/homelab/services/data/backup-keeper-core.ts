import { defineService } from "../../../../components/service/index.ts";
import { backupKeeper } from "./backup-keeper.ts";

/** The same for core. */
export const backupKeeperCore = defineService({
  ...backupKeeper,
  name: "backup-keeper-core",
  about: "Prunes, checks and tries the backups of core, and copies them out of the house",
  place: { cluster: "core", node: "pesubuntu" },
});
