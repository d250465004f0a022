import { defineService } from "../../../../components/service/index.ts";
import { cloudflaredPlatform } from "./cloudflared-platform.ts";

/** The same program at the end of another tunnel. */
export const cloudflaredBrain = defineService({
  ...cloudflaredPlatform,
  name: "cloudflared-brain",
  about: "The way in from the world to the brain cluster",
  place: { cluster: "brain" },
});
