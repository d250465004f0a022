import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { checked } from "../../kit/web/index.ts";
import { type Immich, type Libraries, media, money } from "../upstream/index.ts";
import * as shapes from "./shapes.ts";
import type { Status } from "./status.ts";

/** What is asked of the program, and what it answers: both the routes and their description follow from it. */
export interface Route {
  path: string;
  about: string;
  query?: z.ZodObject;
  answer: z.ZodType;
  /** Photos and money are not everybody's. */
  isPrivate?: boolean;
  faults?: Record<number, string>;
  answers(context: Context): Promise<unknown> | unknown;
}

export interface Sources {
  status: Status;
  immich: Immich | undefined;
  libraries: Libraries;
  moneyFile: string | undefined;
}

const MISSING = "Of this house there is nothing of that kind: it is not set up.";
const UPSTREAM = { 502: "Whoever knows it does not say it." };

const wanted = z.object({
  q: z.string().min(1).max(500).optional().describe("What is to be seen, in words."),
  person: z
    .union([z.string(), z.array(z.string()).max(10)])
    .optional()
    .describe("The name of somebody who is in it; more than once for several."),
  size: z.coerce.number().int().min(1).max(200).default(50),
  page: z.coerce.number().int().min(1).default(1),
});

export function routesOf({ status, immich, libraries, moneyFile }: Sources): Route[] {
  const photosOf = () => immich ?? missing();
  const ofPhotos = { isPrivate: true, faults: { ...UPSTREAM, 404: MISSING } };
  return [
    {
      path: "/api/house",
      about: "How everything is, and why",
      answer: shapes.wholeHouse,
      faults: { 503: "Not everything was looked at yet." },
      // As it was put together: nobody who asks costs more than these bytes.
      answers: (context) => context.body(status.text, 200, { "content-type": "application/json" }),
    },
    {
      path: "/api/services/{name}",
      about: "How one service is, and how it was",
      answer: shapes.oneService,
      faults: { 404: "There is no service of this name." },
      answers: (context) =>
        status.one(context.req.param("name") ?? "") ??
        missing(`There is no service ${context.req.param("name")}.`),
    },
    {
      path: "/api/photos/search",
      about: "Photos by what is to be seen, and by who is",
      query: wanted,
      answer: shapes.photos,
      ...ofPhotos,
      answers: (context) => {
        const { q, person, size, page } = checked(queryOf(context), wanted, "query");
        return photosOf().search({ text: q, people: [person ?? []].flat(), size, page });
      },
    },
    {
      path: "/api/photos/people",
      about: "People whom somebody has given a name",
      answer: shapes.people,
      ...ofPhotos,
      answers: () => photosOf().people(),
    },
    {
      path: "/api/photos/albums",
      about: "Albums",
      answer: shapes.albums,
      ...ofPhotos,
      answers: () => photosOf().albums(),
    },
    {
      path: "/api/photos/statistics",
      about: "How many photos there are",
      answer: shapes.photoStatistics,
      ...ofPhotos,
      answers: () => photosOf().statistics(),
    },
    {
      path: "/api/media",
      about: "What there is to watch and to hear, and what is missing",
      answer: shapes.mediaSummary,
      answers: () => media(libraries),
    },
    {
      path: "/api/money",
      about: "What the accounts hold, and what this month took",
      answer: shapes.moneySummary,
      isPrivate: true,
      faults: { ...UPSTREAM, 404: MISSING },
      answers: () => money(moneyFile ?? missing()),
    },
  ];
}

function missing(message = MISSING): never {
  throw new HTTPException(404, { message });
}

function queryOf(context: Context): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context.req.queries()).map(([name, said]) => [
      name,
      said.length > 1 ? said : (said[0] ?? ""),
    ]),
  );
}
