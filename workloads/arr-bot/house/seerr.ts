import * as z from "zod";
import { ask, askFor, type Question } from "../../kit/index.ts";

export type Kind = "movie" | "tv";

const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ pageInfo: z.object({ pages: z.int(), page: z.int() }), results: z.array(item) });

const user = z.object({ id: z.int() });
const settings = z.object({ discordId: z.string().nullish() });
const mediaInfo = z.object({ status: z.int().nullish() }).nullish();

const hit = z.object({
  id: z.int(),
  mediaType: z.string(),
  title: z.string().nullish(),
  name: z.string().nullish(),
  releaseDate: z.string().nullish(),
  firstAirDate: z.string().nullish(),
});
const film = z.object({
  title: z.string(),
  releaseDate: z.string().nullish(),
  posterPath: z.string().nullish(),
  mediaInfo,
});
const series = z.object({
  name: z.string(),
  firstAirDate: z.string().nullish(),
  posterPath: z.string().nullish(),
  mediaInfo,
});
const request = z.object({
  id: z.int(),
  status: z.int(),
  media: z.object({
    tmdbId: z.int(),
    mediaType: z.enum(["movie", "tv"]).optional(),
    status: z.int().nullish(),
  }),
  type: z.enum(["movie", "tv"]).optional(),
});
const made = z.object({ id: z.int().optional(), status: z.int().optional() });

/** Of the media themselves, and of wishes for them, as Seerr numbers them. */
export const MEDIA = { pending: 2, processing: 3, partly: 4, available: 5 } as const;
export const REQUEST = { pending: 1, approved: 2, declined: 3, failed: 4, completed: 5 } as const;

export interface Title {
  kind: Kind;
  id: number;
  name: string;
  year: string | undefined;
  status: number | undefined;
  poster: string | undefined;
}

const POSTERS = "https://image.tmdb.org/t/p/w300";
const FOUND = 20;
const USERS_AT_ONCE = 100;
const MOST_USERS = 2_000;

/** Seerr, by its published API. What somebody asks for is asked as that person: their rights and quotas are what counts. */
export class Seerr {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = `${url.replace(/\/$/, "")}/api/v1`;
    this.#key = key;
  }

  async search(text: string, kind: Kind, signal: AbortSignal): Promise<Title[]> {
    // Seerr refuses what the address of a question may not hold unescaped, such as an apostrophe.
    const query = encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
    const found = z.object({ results: z.array(hit) });
    const { results } = await askFor({ ...this.#question(`/search?query=${query}&page=1`), signal }, found);
    return results
      .filter(({ mediaType }) => mediaType === kind)
      .slice(0, FOUND)
      .map((each) => ({
        kind,
        id: each.id,
        name: each.title ?? each.name ?? String(each.id),
        year: (each.releaseDate ?? each.firstAirDate)?.slice(0, 4) || undefined,
        status: undefined,
        poster: undefined,
      }));
  }

  async title(kind: Kind, id: number): Promise<Title> {
    const said = await askFor(this.#question(`/${kind}/${id}`), kind === "movie" ? film : series);
    const [name, date] = "title" in said ? [said.title, said.releaseDate] : [said.name, said.firstAirDate];
    return {
      kind,
      id,
      name,
      year: date?.slice(0, 4) || undefined,
      status: said.mediaInfo?.status ?? undefined,
      poster: said.posterPath ? `${POSTERS}${said.posterPath}` : undefined,
    };
  }

  /** Who of Seerr's people says to be whom in Discord. */
  async discordIds(): Promise<{ user: number; discord: string }[]> {
    const found: { user: number; discord: string }[] = [];
    for (const { id } of await this.#users()) {
      const { discordId } = await askFor(this.#question(`/user/${id}/settings/notifications`), settings);
      if (discordId) found.push({ user: id, discord: discordId });
    }
    return found;
  }

  /** Says whether it waits for somebody to agree. */
  async request(as: number, { kind, id }: Pick<Title, "kind" | "id">, season: number | undefined) {
    const seasons = kind === "tv" ? { seasons: season === undefined ? "all" : [season] } : {};
    const body = { mediaType: kind, mediaId: id, is4k: false, ...seasons };
    const { id: number, status } = await askFor({ ...this.#question("/request", as), body }, made);
    return { isNew: number !== undefined, waits: status === REQUEST.pending };
  }

  async requestsOf(userId: number, most: number) {
    const { results } = await askFor(
      this.#question(`/user/${userId}/requests?take=${most}&skip=0`),
      z.object({ results: z.array(request) }),
    );
    return results.map(({ status, media, type }) => ({
      kind: media.mediaType ?? type ?? ("movie" as const),
      id: media.tmdbId,
      status,
      media: media.status ?? undefined,
    }));
  }

  /** As somebody who may: Seerr refuses everybody else. */
  async decide(as: number, requestId: number, decision: "approve" | "decline"): Promise<void> {
    await ask({ ...this.#question(`/request/${requestId}/${decision}`, as), method: "POST" });
  }

  async #users() {
    const users: z.output<typeof user>[] = [];
    for (let pages = 1, at = 0; at < pages && users.length < MOST_USERS; at += 1) {
      const path = `/user?take=${USERS_AT_ONCE}&skip=${at * USERS_AT_ONCE}&sort=created`;
      const { pageInfo, results } = await askFor(this.#question(path), page(user));
      users.push(...results);
      pages = pageInfo.pages;
    }
    return users;
  }

  #question(path: string, as?: number): Question {
    return {
      who: "Seerr",
      url: `${this.#url}${path}`,
      headers: { "x-api-key": this.#key, ...(as !== undefined && { "x-api-user": String(as) }) },
      patience: 15_000,
    };
  }
}
