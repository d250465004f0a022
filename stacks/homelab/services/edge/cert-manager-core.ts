import { defineService } from "../../../../components/service/index.ts";
import { certManagerPlatform } from "./cert-manager-platform.ts";

/** The same, for the names of the core cluster. */
export const certManagerCore = defineService({
  ...certManagerPlatform,
  name: "cert-manager-core",
  about: "Certificates of the core cluster: the house's own, and Let's Encrypt's for public names",
  place: { cluster: "core" },
});
