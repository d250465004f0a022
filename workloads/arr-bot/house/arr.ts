import * as z from "zod";
import { askFor, type Question } from "../../kit/index.ts";

/** What is to come, and when. */
export interface Coming {
  name: string;
  detail: string;
  at: number;
}

export interface Api {
  url: string;
  key: string;
}

const episodes = z.array(
  z.object({
    title: z.string().nullish(),
    seasonNumber: z.int(),
    episodeNumber: z.int(),
    airDateUtc: z.string().nullish(),
    hasFile: z.boolean(),
    series: z.object({ title: z.string() }),
  }),
);

const films = z.array(
  z.object({
    title: z.string(),
    year: z.int().nullish(),
    digitalRelease: z.string().nullish(),
    physicalRelease: z.string().nullish(),
    inCinemas: z.string().nullish(),
    hasFile: z.boolean(),
  }),
);

/** The calendar of Sonarr: its API, version 3. */
export class Sonarr {
  readonly #at: Api;

  constructor(at: Api) {
    this.#at = at;
  }

  async coming(from: Date, to: Date): Promise<Coming[]> {
    const found = await askFor(calendar("Sonarr", this.#at, from, to, "&includeSeries=true"), episodes);
    return found
      .filter(({ hasFile }) => !hasFile)
      .map(({ series, seasonNumber, episodeNumber, title, airDateUtc }) => ({
        name: series.title,
        detail: [episodeName(seasonNumber, episodeNumber), title].filter(Boolean).join(" "),
        at: Date.parse(airDateUtc ?? ""),
      }))
      .filter(({ at }) => Number.isFinite(at));
  }
}

/** The calendar of Radarr: its API, version 3. What is in cinemas only cannot come yet. */
export class Radarr {
  readonly #at: Api;

  constructor(at: Api) {
    this.#at = at;
  }

  async coming(from: Date, to: Date): Promise<Coming[]> {
    const found = await askFor(calendar("Radarr", this.#at, from, to), films);
    return found
      .filter(({ hasFile }) => !hasFile)
      .flatMap(({ title, year, digitalRelease, physicalRelease }) => {
        const days = [digitalRelease, physicalRelease]
          .map((day) => Date.parse(day ?? ""))
          .filter((at) => at >= from.getTime() && at <= to.getTime());
        if (days.length === 0) return [];
        return [{ name: title, detail: year ? String(year) : "", at: Math.min(...days) }];
      });
  }
}

/** `S02E07` */
export function episodeName(season: number, episode: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `S${two(season)}E${two(episode)}`;
}

function calendar(who: string, at: Api, from: Date, to: Date, more = ""): Question {
  const span = `start=${from.toISOString()}&end=${to.toISOString()}`;
  return {
    who,
    url: `${at.url.replace(/\/$/, "")}/api/v3/calendar?${span}&unmonitored=false${more}`,
    headers: { "x-api-key": at.key },
    patience: 15_000,
  };
}
