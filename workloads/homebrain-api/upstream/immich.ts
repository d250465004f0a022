import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { ask } from "./ask.ts";

const person = z.object({
  id: z.string(),
  name: z.string(),
  birthDate: z.string().nullable(),
  isHidden: z.boolean(),
});

const asset = z.object({
  id: z.string(),
  type: z.enum(["IMAGE", "VIDEO", "AUDIO", "OTHER"]),
  originalFileName: z.string(),
  localDateTime: z.string(),
  exifInfo: z.object({ city: z.string().nullish(), country: z.string().nullish() }).optional(),
});

const found = z.object({ assets: z.object({ items: z.array(asset), nextPage: z.string().nullable() }) });
const people = z.object({ people: z.array(person), total: z.number(), hasNextPage: z.boolean().optional() });
const albums = z.array(
  z.object({
    id: z.string(),
    albumName: z.string(),
    assetCount: z.number(),
    startDate: z.string().optional(),
    endDate: z.string().optional(),
  }),
);
const statistics = z.object({ images: z.number(), videos: z.number(), total: z.number() });

const PEOPLE_AT_ONCE = 1000;

export interface Wanted {
  /** What is to be seen in them, in words. */
  text?: string | undefined;
  /** Names of people who are all in them. */
  people: string[];
  size: number;
  page: number;
}

/** The photos of a house, by Immich's published API. */
export class Immich {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = `${url.replace(/\/$/, "")}/api/`;
    this.#key = key;
  }

  async search({ text, people: names, size, page }: Wanted) {
    const personIds = await Promise.all(names.map((name) => this.#person(name)));
    const body = { size, page, ...(personIds.length > 0 && { personIds }), ...(text && { query: text }) };
    const { assets } = await this.#ask(text ? "search/smart" : "search/metadata", found, { body });
    return {
      photos: assets.items.map(({ id, type, originalFileName, localDateTime, exifInfo }) => ({
        id,
        kind: type === "VIDEO" ? ("video" as const) : ("photo" as const),
        file: originalFileName,
        taken: localDateTime,
        place: [exifInfo?.city, exifInfo?.country].filter(Boolean).join(", ") || null,
      })),
      nextPage: assets.nextPage === null ? null : Number(assets.nextPage),
    };
  }

  /** Those whom somebody has given a name. */
  async people() {
    const said = await this.#ask(`people?size=${PEOPLE_AT_ONCE}&withHidden=false`, people);
    return said.people
      .filter(({ name, isHidden }) => name !== "" && !isHidden)
      .map(({ id, name, birthDate }) => ({ id, name, born: birthDate }));
  }

  async albums() {
    return (await this.#ask("albums", albums)).map(({ id, albumName, assetCount, startDate, endDate }) => ({
      id,
      name: albumName,
      photos: assetCount,
      from: startDate ?? null,
      to: endDate ?? null,
    }));
  }

  async statistics() {
    const { images, videos, total } = await this.#ask("assets/statistics", statistics);
    return { photos: images, videos, total };
  }

  async #person(name: string): Promise<string> {
    const query = new URLSearchParams({ name, withHidden: "false" });
    const said = await this.#ask(`search/person?${query}`, z.array(person));
    // It finds whoever's name begins so.
    const meant = said.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!meant) throw new HTTPException(404, { message: `Immich knows nobody by the name ${name}.` });
    return meant.id;
  }

  #ask<Schema extends z.ZodType>(path: string, schema: Schema, more: { body?: object } = {}) {
    return ask("Immich", new URL(path, this.#url), { schema, headers: { "x-api-key": this.#key }, ...more });
  }
}
