import {
  claim,
  defineService,
  fromConfig,
  generated,
  secretOf,
  secretValue,
  urlOf,
} from "../../../../components/service/index.ts";

/** Takes wishes in Discord, and tells there what has come. It has a door for Discord alone, behind which is nothing else. */
export const arrDiscordBot = defineService({
  name: "arr-discord-bot",
  about: "Wishes and arrivals, told in Discord",
  lifecycle: "production",
  program: "arr-bot",
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  ports: { http: 8080, discord: 8081 },
  files: {
    "/etc/arr-bot/discord": secretValue("discord"),
    "/etc/arr-bot/webhook-key": secretValue("webhook-key"),
    "/etc/arr-bot/seerr": secretOf("seerr", "api-key"),
    "/etc/arr-bot/sonarr": secretOf("sonarr", "api-key"),
    "/etc/arr-bot/radarr": secretOf("radarr", "api-key"),
  },
  env: {
    HOST: "0.0.0.0",
    ARR_BOT_DATA_DIR: "/data",
    ARR_BOT_CHANNEL: "media",
    ARR_BOT_WEBHOOK_KEY_FILE: "/etc/arr-bot/webhook-key",
    DISCORD_TOKEN_FILE: "/etc/arr-bot/discord",
    SEERR_URL: urlOf("seerr"),
    SEERR_KEY_FILE: "/etc/arr-bot/seerr",
    SONARR_URL: urlOf("sonarr"),
    SONARR_KEY_FILE: "/etc/arr-bot/sonarr",
    RADARR_URL: urlOf("radarr"),
    RADARR_KEY_FILE: "/etc/arr-bot/radarr",
  },
  health: { ready: "/readyz", live: "/healthz", port: "http" },
  resources: { cpu: "20m..500m", memory: "96Mi..160Mi" },
  endsWithin: 25,
  volumes: { "/data": claim("1Gi", { class: "local-path" }) },
  secrets: { discord: fromConfig("arr-discord-bot"), "webhook-key": generated() },
  reach: { internet: "Discord" },
  // Discord can log in nowhere. It signs what it says, and the bot answers nothing else there.
  expose: { port: "discord", public: { access: "public", host: "arr-bot" } },
  metrics: { port: "http", names: ["arr_bot_*"] },
  alerts: [
    {
      name: "DiscordHearsNothing",
      expr: "arr_bot_waiting_notices > 0 or arr_bot_met_discord == 0",
      for: "30m",
      severity: "warning",
      summary: "What has come cannot be told in Discord",
      action: "Read the log of arr-discord-bot: it says what is in the way",
    },
  ],
});
