import type {
  AlbumResponseDto,
  AssetResponseDto,
  AssetStatsResponseDto,
  PersonResponseDto,
} from "@immich/sdk";
import { Hono } from "hono";
import * as z from "zod";
import { listenerOf } from "../../../kit/web/light/index.ts";
import { web } from "../../testing.ts";

export const IMMICH_KEY = "a-key-of-immich-for-tests";

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

const person = (number: number, name: string, isHidden = false): PersonResponseDto => ({
  id: uuid(number),
  name,
  birthDate: name === "Ada" ? "1980-12-10" : null,
  isHidden,
  isFavorite: false,
  thumbnailPath: `/data/thumbs/${number}.jpeg`,
  updatedAt: "2026-10-01T00:00:00.000Z",
});

const people = [person(1, "Ada"), person(2, "Adam"), person(3, ""), person(4, "Nobody", true)];

type Photo = Pick<AssetResponseDto, "id" | "type" | "originalFileName" | "localDateTime" | "exifInfo">;

const photo = (
  number: number,
  type: "IMAGE" | "VIDEO",
  place: Partial<Photo> = {},
): Photo & Record<string, unknown> => ({
  id: uuid(number),
  type: type as Photo["type"],
  originalFileName: `IMG_${number}.${type === "IMAGE" ? "jpg" : "mp4"}`,
  originalPath: `/data/library/IMG_${number}`,
  localDateTime: "2026-08-01T10:00:00.000Z",
  isTrashed: false,
  ...place,
});

const library = [
  {
    ...photo(10, "IMAGE", { exifInfo: { city: "Lisbon", country: "Portugal" } }),
    of: [uuid(1)],
    about: "a dog at the beach",
  },
  { ...photo(11, "VIDEO"), of: [uuid(1), uuid(2)], about: "a dog in the snow" },
  { ...photo(12, "IMAGE"), of: [], about: "a receipt" },
];

const albums: Pick<AlbumResponseDto, "id" | "albumName" | "assetCount" | "startDate" | "endDate">[] = [
  {
    id: uuid(20),
    albumName: "Portugal",
    assetCount: 1,
    startDate: "2026-08-01T10:00:00.000Z",
    endDate: "2026-08-01T10:00:00.000Z",
  },
  { id: uuid(21), albumName: "Empty", assetCount: 0 },
];

const statistics: AssetStatsResponseDto = { images: 2, videos: 1, total: 3 };

const paging = { page: z.int().min(1).optional(), size: z.int().min(1).max(1000).optional() };
const smart = z.strictObject({
  query: z.string().min(1),
  personIds: z.array(z.uuid()).optional(),
  ...paging,
});
const metadata = z.strictObject({ personIds: z.array(z.uuid()).optional(), ...paging });
const peopleQuery = z.strictObject({
  size: z.coerce.number().int().min(1).max(1000).optional(),
  page: z.coerce.number().int().min(1).optional(),
  withHidden: z.enum(["true", "false"]).optional(),
});
const personQuery = z.strictObject({
  name: z.string().min(1),
  withHidden: z.enum(["true", "false"]).optional(),
});

/** As Immich publishes its API: what is not in it is refused, and so is what comes without a key. */
export function immichLike(): Promise<string> {
  const app = new Hono().basePath("/api");
  app.use("*", async (context, next) => {
    if (context.req.header("x-api-key") !== IMMICH_KEY)
      return context.json({ message: "Invalid API key", error: "Unauthorized", statusCode: 401 }, 401);
    await next();
  });
  const refused = (error: z.ZodError) => ({
    message: error.issues.map(({ message }) => message),
    statusCode: 400,
  });
  const search = (
    items: typeof library,
    { page = 1, size = 250 }: { page?: number | undefined; size?: number | undefined },
  ) => {
    const shown = items.slice((page - 1) * size, page * size).map(({ of: _, about: __, ...rest }) => rest);
    const nextPage = items.length > page * size ? String(page + 1) : null;
    return {
      albums: { total: 0, count: 0, items: [], facets: [] },
      assets: { total: shown.length, count: shown.length, items: shown, facets: [], nextPage },
    };
  };
  const withPeople = (personIds: string[] = []) =>
    library.filter(({ of }) => personIds.every((id) => of.includes(id)));
  app.post("/search/smart", async (context) => {
    const { data, error } = smart.safeParse(await context.req.json());
    if (!data) return context.json(refused(error), 400);
    const words = data.query.toLowerCase();
    return context.json(
      search(
        withPeople(data.personIds).filter(({ about }) => about.includes(words)),
        data,
      ),
    );
  });
  app.post("/search/metadata", async (context) => {
    const { data, error } = metadata.safeParse(await context.req.json());
    return data ? context.json(search(withPeople(data.personIds), data)) : context.json(refused(error), 400);
  });
  app.get("/search/person", (context) => {
    const { data, error } = personQuery.safeParse(context.req.query());
    if (!data) return context.json(refused(error), 400);
    const named = people.filter(({ name }) => name.toLowerCase().startsWith(data.name.toLowerCase()));
    return context.json(named.toReversed());
  });
  app.get("/people", (context) => {
    const { data, error } = peopleQuery.safeParse(context.req.query());
    if (!data) return context.json(refused(error), 400);
    const shown = people.filter(({ isHidden }) => data.withHidden === "true" || !isHidden);
    return context.json({ people: shown, total: shown.length, hidden: 1, hasNextPage: false });
  });
  app.get("/albums", (context) => context.json(albums));
  app.get("/assets/statistics", (context) => context.json(statistics));
  return web(
    listenerOf(app.fetch, (error) => {
      throw error;
    }),
  );
}
