import { type Image, image } from "../service/index.ts";

/** Has BusyBox's shell beside it, in which the scripts run. */
export const RESTIC: Image = image(
  "docker.io/restic/restic",
  "0.19.1",
  "sha256:136600b6ff6843d61d355f7f71f460a166429f35de6fd11b568fece3c9a4d510",
);
