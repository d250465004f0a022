import { defineService } from "../../../../components/service/index.ts";
import { cloudflaredPlatform } from "./cloudflared-platform.ts";

/** The same program at the end of another tunnel. */
export const cloudflaredCore = defineService({
  ...cloudflaredPlatform,
  name: "cloudflared-core",
  about: "The way in from the world to the core cluster",
  place: { cluster: "core" },
});
