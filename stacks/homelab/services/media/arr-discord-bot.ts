import { defineService, urlOf } from "../../../../components/service/index.ts";

/**
 * Tells a channel of Discord what was asked for and what has come. Kept to be read: Seerr does so itself (Settings,
 * Notifications, Discord), and of the bots that also take wishes none has an image whose maker still looks after it.
 */
export const arrDiscordBot = defineService({
  name: "arr-discord-bot",
  about: "Wishes and arrivals, told in Discord",
  lifecycle: "archive",
  place: { cluster: "platform", node: "ocean" },
  env: { SEERR_URL: urlOf("seerr"), SONARR_URL: urlOf("sonarr"), RADARR_URL: urlOf("radarr") },
  reach: { internet: { for: "Discord", toStart: true } },
});
