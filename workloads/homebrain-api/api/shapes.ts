import * as z from "zod";

const state = z.enum(["up", "down", "resting", "unknown"]);
const moment = z.iso.datetime();

const judged = z.object({
  name: z.string(),
  about: z.string(),
  state,
  since: moment.nullable(),
  sentence: z.string().describe("How it is and why, as somebody would say it."),
  because: z.array(z.string()).describe("What is to be mended first; empty where it is this thing itself."),
  lacks: z.array(z.string()).describe("What it is up without."),
});

const service = judged.extend({
  group: z.string(),
  needs: z.array(z.string()),
  machines: z.array(z.string()),
  url: z.string().nullable(),
  ms: z.int().nullable().describe("How long its answer took."),
});

export const wholeHouse = z.object({
  name: z.string(),
  looked: moment,
  summary: z.object({ up: z.int(), down: z.int(), resting: z.int(), unknown: z.int() }),
  services: z.array(service),
  machines: z.array(judged),
});

const share = z.number().min(0).max(1).nullable();

export const oneService = service.extend({
  uptime: z.object({ day: share, week: share, month: share }).describe("Of the time in which it is known."),
  history: z.array(z.object({ at: moment, state })),
});

export const photos = z.object({
  photos: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["photo", "video"]),
      file: z.string(),
      taken: z.string(),
      place: z.string().nullable(),
    }),
  ),
  nextPage: z.int().nullable(),
});
export const people = z.array(z.object({ id: z.string(), name: z.string(), born: z.string().nullable() }));
export const albums = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    photos: z.int(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
);
export const photoStatistics = z.object({ photos: z.int(), videos: z.int(), total: z.int() });

const fault = z.object({ fault: z.string() });
export const mediaSummary = z.object({
  jellyfin: z
    .union([z.object({ films: z.int(), series: z.int(), episodes: z.int(), songs: z.int() }), fault])
    .optional(),
  sonarr: z
    .union([z.object({ series: z.int(), missingEpisodes: z.int(), bytes: z.number() }), fault])
    .optional(),
  radarr: z.union([z.object({ films: z.int(), missingFilms: z.int(), bytes: z.number() }), fault]).optional(),
});

const amounts = z.array(z.object({ name: z.string(), amount: z.number() }));
export const moneySummary = z.object({
  exported: moment,
  accounts: amounts,
  month: z.string(),
  spent: amounts,
  earned: z.number(),
});

export type WholeHouse = z.output<typeof wholeHouse>;
export type OneService = z.output<typeof oneService>;
