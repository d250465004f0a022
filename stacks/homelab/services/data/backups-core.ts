import { defineService } from "../../../../components/service/index.ts";
import { backups } from "./backups.ts";

/** The same for core, on the same NAS, which is in another house. */
export const backupsCore = defineService({
  ...backups,
  name: "backups-core",
  about: "Backups of what core holds, on the NAS",
  place: { cluster: "core", node: "pesubuntu" },
});
