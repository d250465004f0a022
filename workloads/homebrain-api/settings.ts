import * as z from "zod";
import { address, type Environment, isLoopback, readEnvironment, serving, whole } from "../kit/index.ts";

const http = (example: string) => address(/^https?$/, example).optional();

const schema = z.object({
  ...serving,
  /** What there is, on what it stands and how it is looked at. */
  HOMEBRAIN_HOUSE_FILE: z.string({
    error: "is not set; write the path of the file that describes the house",
  }),
  /** Where its history is kept. */
  HOMEBRAIN_DATA_DIR: z.string().default(".homebrain"),
  HOMEBRAIN_LOOK_SECONDS: whole(1, 3600, 30).default(30),
  /** Whom it asks for what it cannot see itself: its alerts say it. */
  HOMEBRAIN_PROMETHEUS_URL: http("http://prometheus:9090"),
  /** For photos and money, which are not everybody's. */
  HOMEBRAIN_KEY: z.string().min(16, "is shorter than 16 characters; write a long one").optional(),
  HOMEBRAIN_IMMICH_URL: http("http://immich:2283"),
  HOMEBRAIN_IMMICH_KEY: z.string().optional(),
  HOMEBRAIN_JELLYFIN_URL: http("http://jellyfin:8096"),
  HOMEBRAIN_JELLYFIN_KEY: z.string().optional(),
  HOMEBRAIN_SONARR_URL: http("http://sonarr:8989"),
  HOMEBRAIN_SONARR_KEY: z.string().optional(),
  HOMEBRAIN_RADARR_URL: http("http://radarr:7878"),
  HOMEBRAIN_RADARR_KEY: z.string().optional(),
  /** All transactions, as Actual exports them: CSV. */
  HOMEBRAIN_MONEY_FILE: z.string().optional(),
});

export type Settings = z.output<typeof schema>;

const ASKED = ["IMMICH", "JELLYFIN", "SONARR", "RADARR"] as const;

const secrets = ["HOMEBRAIN_KEY", ...ASKED.map((name) => `HOMEBRAIN_${name}_KEY` as const)] as const;

export function readSettings(environment: Environment) {
  return readEnvironment({ prefix: "HOMEBRAIN", secrets, schema }, environment, together);
}

/** What means nothing without the other. */
function together(values: Environment): string[] {
  const problems = ASKED.flatMap((name) => {
    const [url, key] = [`HOMEBRAIN_${name}_URL`, `HOMEBRAIN_${name}_KEY`];
    if ((values[url] === undefined) === (values[key] === undefined)) return [];
    return values[url]
      ? [`${url} is set, and ${key} is not: it is asked with a key.`]
      : [`${key} is set, and ${url} is not.`];
  });
  const isPrivate = values.HOMEBRAIN_IMMICH_URL || values.HOMEBRAIN_MONEY_FILE;
  if (isPrivate && !values.HOMEBRAIN_KEY && !isLoopback(values.HOST ?? "127.0.0.1"))
    problems.push(
      "HOMEBRAIN_KEY is not set, and photos or money would be shown to whoever comes by. Write a long one.",
    );
  return problems;
}
