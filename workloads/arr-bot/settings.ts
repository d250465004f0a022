import * as z from "zod";
import { address, type Environment, readEnvironment, serving, whole } from "../kit/index.ts";

const http = (example: string) => address(/^https?$/, example);
const needed = (what: string) => z.string({ error: `is not set; write ${what}` });

const schema = z.object({
  ...serving,
  /** Discord comes in here, and nothing else is answered: the other port is for the house. */
  ARR_BOT_DISCORD_PORT: whole(0, 65535, 8081).default(8081),
  /** Where it keeps what it must not forget. */
  ARR_BOT_DATA_DIR: z.string().default(".arr-bot"),
  /** The channel in which it tells what has come, by its name. */
  ARR_BOT_CHANNEL: z
    .string()
    .regex(/^[^\s#]{1,100}$/, "is not the name of a channel; write one such as media, without the #")
    .default("media"),
  /** How much everybody may wish for in a week. */
  ARR_BOT_WISHES_PER_WEEK: whole(1, 1000, 10).default(10),
  /** What Sonarr, Radarr and Seerr show when they tell something. */
  ARR_BOT_WEBHOOK_KEY: needed("a long random text").min(
    16,
    "is shorter than 16 characters; write a longer one",
  ),
  DISCORD_TOKEN: needed("the token of the bot, from Discord's developer portal").min(
    16,
    "is too short for the token of a bot; copy it anew from Discord's developer portal",
  ),
  DISCORD_API_URL: http("https://discord.com/api/v10").default("https://discord.com/api/v10"),
  SEERR_URL: http("http://seerr:5055"),
  SEERR_KEY: needed("Seerr's API key"),
  SONARR_URL: http("http://sonarr:8989"),
  SONARR_KEY: needed("Sonarr's API key"),
  RADARR_URL: http("http://radarr:7878"),
  RADARR_KEY: needed("Radarr's API key"),
});

export type Settings = z.output<typeof schema>;

const secrets = ["ARR_BOT_WEBHOOK_KEY", "DISCORD_TOKEN", "SEERR_KEY", "SONARR_KEY", "RADARR_KEY"] as const;

export function readSettings(environment: Environment) {
  return readEnvironment({ prefix: "ARR_BOT", secrets, schema }, environment);
}
