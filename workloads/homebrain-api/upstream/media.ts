import * as z from "zod";
import { ask, UpstreamFault } from "./ask.ts";

interface At {
  url: string;
  key: string;
}

/** Those that there are. */
export interface Libraries {
  jellyfin?: At | undefined;
  sonarr?: At | undefined;
  radarr?: At | undefined;
}

const counts = z.object({
  MovieCount: z.int(),
  SeriesCount: z.int(),
  EpisodeCount: z.int(),
  SongCount: z.int(),
});
const series = z.array(
  z.object({
    monitored: z.boolean(),
    statistics: z
      .object({ episodeCount: z.int(), episodeFileCount: z.int(), sizeOnDisk: z.number() })
      .optional(),
  }),
);
const movies = z.array(
  z.object({ monitored: z.boolean(), hasFile: z.boolean(), sizeOnDisk: z.number().default(0) }),
);

/** What each library holds. One that does not answer keeps nobody from hearing of the others. */
export async function media({ jellyfin, sonarr, radarr }: Libraries) {
  const [watched, shows, films] = await Promise.all([
    jellyfin && orFault(toWatch(jellyfin)),
    sonarr && orFault(ofSeries(sonarr)),
    radarr && orFault(ofFilms(radarr)),
  ]);
  return {
    ...(watched && { jellyfin: watched }),
    ...(shows && { sonarr: shows }),
    ...(films && { radarr: films }),
  };
}

async function toWatch({ url, key }: At) {
  const headers = { authorization: `MediaBrowser Token="${key}"` };
  const said = await ask("Jellyfin", under(url, "Items/Counts"), { schema: counts, headers });
  return {
    films: said.MovieCount,
    series: said.SeriesCount,
    episodes: said.EpisodeCount,
    songs: said.SongCount,
  };
}

async function ofSeries({ url, key }: At) {
  const all = await ask("Sonarr", under(url, "api/v3/series"), {
    schema: series,
    headers: { "x-api-key": key },
  });
  const wanted = all.filter(({ monitored }) => monitored).map(({ statistics }) => statistics);
  return {
    series: all.length,
    missingEpisodes: sum(wanted.map((each) => (each ? each.episodeCount - each.episodeFileCount : 0))),
    bytes: sum(all.map(({ statistics }) => statistics?.sizeOnDisk ?? 0)),
  };
}

async function ofFilms({ url, key }: At) {
  const all = await ask("Radarr", under(url, "api/v3/movie"), {
    schema: movies,
    headers: { "x-api-key": key },
  });
  return {
    films: all.length,
    missingFilms: all.filter(({ monitored, hasFile }) => monitored && !hasFile).length,
    bytes: sum(all.map(({ sizeOnDisk }) => sizeOnDisk)),
  };
}

async function orFault<Told extends object>(asked: Promise<Told>): Promise<Told | { fault: string }> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UpstreamFault) return { fault: error.message };
    throw error;
  }
}

function under(url: string, path: string): URL {
  return new URL(path, `${url.replace(/\/$/, "")}/`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
