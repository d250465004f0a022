import * as z from "zod";
import { words } from "../discord/index.ts";
import { healthOf, healthPayload, statusLines, statusMessages, test } from "./arr.ts";
import { filmIsHere, type Heard, NOTHING } from "./notice.ts";

const movie = z.object({
  title: z.string(),
  year: z.int().nullish(),
  tmdbId: z.int(),
});

/** Of Radarr's webhook, what is worth telling. */
export const radarrPayload = z.discriminatedUnion("eventType", [
  z.object({ eventType: z.literal("Download"), movie, isUpgrade: z.boolean().nullish() }),
  z.object({ eventType: z.literal("MovieDelete"), movie }),
  z.object({ eventType: z.literal("MovieFileDelete"), movie, deleteReason: z.string().nullish() }),
  z.object({
    eventType: z.literal("ManualInteractionRequired"),
    movie: movie.nullish(),
    downloadId: z.string().nullish(),
    downloadStatusMessages: statusMessages,
  }),
  healthPayload("Health"),
  healthPayload("HealthRestored"),
  z.object({ eventType: z.literal("Test") }),
]);

export function fromRadarr(payload: z.output<typeof radarrPayload>): Heard {
  switch (payload.eventType) {
    case "Download": {
      const { movie, isUpgrade } = payload;
      if (isUpgrade) return NOTHING;
      const title = movie.year ? `${words(movie.title)} (${movie.year})` : words(movie.title);
      return { notice: { keys: [filmIsHere(movie.tmdbId)], title, lines: ["It is here."], tone: "good" } };
    }
    case "MovieDelete":
      return { forget: [filmIsHere(payload.movie.tmdbId)] };
    case "MovieFileDelete":
      // A better copy takes its place at once.
      return payload.deleteReason === "upgrade" ? NOTHING : { forget: [filmIsHere(payload.movie.tmdbId)] };
    case "ManualInteractionRequired":
      return {
        notice: {
          keys: [`radarr:manual:${payload.downloadId ?? payload.movie?.tmdbId ?? "unknown"}`],
          title: `${words(payload.movie?.title ?? "A download")} needs a hand in Radarr`,
          lines: statusLines(payload.downloadStatusMessages),
          tone: "bad",
        },
      };
    case "Test":
      return test("Radarr");
    default:
      return healthOf("Radarr", payload);
  }
}
