import * as z from "zod";
import { words } from "../discord/index.ts";
import { episodeName } from "../house/index.ts";
import { healthOf, healthPayload, statusLines, statusMessages, test } from "./arr.ts";
import { type Heard, NOTHING } from "./notice.ts";

const series = z.object({ id: z.int(), title: z.string(), year: z.int().nullish() });
const episode = z.object({
  id: z.int(),
  seasonNumber: z.int(),
  episodeNumber: z.int(),
  title: z.string().nullish(),
});

/** Of Sonarr's webhook, what is worth telling. */
export const sonarrPayload = z.discriminatedUnion("eventType", [
  z.object({
    eventType: z.literal("Download"),
    series,
    episodes: z.array(episode).max(500),
    // It is missing where all episodes of a download are told of at once, after each of them.
    episodeFile: z.object({ id: z.int() }).nullish(),
    isUpgrade: z.boolean().nullish(),
  }),
  z.object({
    eventType: z.literal("ManualInteractionRequired"),
    series: series.nullish(),
    downloadId: z.string().nullish(),
    downloadStatusMessages: statusMessages,
  }),
  healthPayload("Health"),
  healthPayload("HealthRestored"),
  z.object({ eventType: z.literal("Test") }),
]);

export function fromSonarr(payload: z.output<typeof sonarrPayload>): Heard {
  switch (payload.eventType) {
    case "Download":
      return arrived(payload);
    case "ManualInteractionRequired":
      return {
        notice: {
          keys: [`sonarr:manual:${payload.downloadId ?? payload.series?.id ?? "unknown"}`],
          title: `${words(payload.series?.title ?? "A download")} needs a hand in Sonarr`,
          lines: statusLines(payload.downloadStatusMessages),
          tone: "bad",
        },
      };
    case "Test":
      return test("Sonarr");
    default:
      return healthOf("Sonarr", payload);
  }
}

function arrived(payload: Extract<z.output<typeof sonarrPayload>, { eventType: "Download" }>): Heard {
  const { series, episodes, episodeFile, isUpgrade } = payload;
  if (isUpgrade || !episodeFile) return NOTHING;
  return {
    notice: {
      keys: [`sonarr:file:${episodeFile.id}`],
      thread: `sonarr:series:${series.id}`,
      title: series.year ? `${words(series.title)} (${series.year})` : words(series.title),
      lines: episodes.map(({ seasonNumber, episodeNumber, title }) =>
        `${episodeName(seasonNumber, episodeNumber)} ${words(title ?? "")}`.trim(),
      ),
      tone: "good",
    },
  };
}
