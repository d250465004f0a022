import { defineService } from "../../../../components/service/index.ts";
import { backups } from "./backups.ts";

/** The same for the platform, on the same NAS, which is in another house. */
export const backupsPlatform = defineService({
  ...backups,
  name: "backups-platform",
  about: "Backups of what the platform holds, on the NAS",
  place: { cluster: "platform", node: "homelab" },
});
