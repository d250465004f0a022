import { defineService, image, secretValue, zoneToken } from "../../../../components/service/index.ts";
import { wireguard } from "../../inventory/wireguard.ts";

/** Keeps a name on the address that the provider gives to the rack today, for what no tunnel carries: WireGuard. */
export const ddns = defineService({
  name: "ddns",
  about: "The rack's address of today, by name",
  lifecycle: "production",
  image: image(
    "docker.io/favonia/cloudflare-ddns",
    "1.17.0",
    "sha256:61013368c8f95981c0bb8bf56d962078d8b4e95724a554fa2dabb20d6e478097",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  // It has no page to ask for its health: a run that fails is a job that failed.
  workload: { kind: "cron", schedule: "*/5 * * * *" },
  user: 1000,
  env: {
    UPDATE_CRON: "@once",
    CLOUDFLARE_API_TOKEN: secretValue("dns"),
    DOMAINS: wireguard.endpoint,
    PROXIED: "false", // behind the proxy nothing but HTTP would reach the house
    IP6_PROVIDER: "none",
  },
  resources: { cpu: "10m..100m", memory: "32Mi..64Mi" },
  secrets: { dns: zoneToken("terrac.com") },
  reach: { internet: "Cloudflare, which it tells the address of the house" },
});
