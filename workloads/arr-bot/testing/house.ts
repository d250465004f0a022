import * as z from "zod";
import { type Answer, type Asked, StrictServer } from "./serve.ts";

export const SEERR_KEY = "key-of-seerr";
export const ARR_KEY = "key-of-sonarr-and-radarr";

const asked = z.discriminatedUnion("mediaType", [
  z.strictObject({ mediaType: z.literal("movie"), mediaId: z.int(), is4k: z.boolean() }),
  z.strictObject({
    mediaType: z.literal("tv"),
    mediaId: z.int(),
    is4k: z.boolean(),
    seasons: z.union([z.literal("all"), z.array(z.int().min(0))]),
  }),
]);

/** Seerr, by its published description of its API. */
export class FakeSeerr extends StrictServer {
  users: { id: number; discordId: string | null }[] = [
    { id: 1, discordId: null },
    { id: 2, discordId: "200" },
    { id: 3, discordId: "300" },
  ];
  media: Record<string, { title: string; date: string; status?: number }> = {
    "movie/603": { title: "The Matrix", date: "1999-03-31" },
    "movie/438631": { title: "Dune", date: "2021-09-15", status: 5 },
    "movie/11": { title: "Star Wars", date: "1977-05-25", status: 3 },
    "movie/666": { title: "@everyone [free](https://evil.example) <@200> **now**", date: "" },
    "tv/95396": { title: "Severance", date: "2022-02-17", status: 4 },
  };
  requests: { as: number; mediaType: string; mediaId: number; seasons?: unknown }[] = [];
  decisions: string[] = [];
  refusal: Answer | undefined;
  waits = false;

  static async start(): Promise<FakeSeerr> {
    const seerr = new FakeSeerr();
    return seerr.listen((asked) => seerr.#route(asked));
  }

  #route({ method, path, query, headers, body }: Asked): Answer | undefined {
    if (headers["x-api-key"] !== SEERR_KEY)
      return { status: 403, body: { status: 403, error: "no permission" } };
    const as = Number(headers["x-api-user"] ?? 1);
    const [, kind, id] = /^\/api\/v1\/(movie|tv)\/(\d+)$/.exec(path) ?? [];
    const [, user] = /^\/api\/v1\/user\/(\d+)\/settings\/notifications$/.exec(path) ?? [];
    const [, wisher] = /^\/api\/v1\/user\/(\d+)\/requests$/.exec(path) ?? [];
    const [, request, decision] = /^\/api\/v1\/request\/(\d+)\/(approve|decline)$/.exec(path) ?? [];
    if (method === "GET" && kind) return this.#title(kind, `${kind}/${id}`);
    if (method === "GET" && user) {
      const found = this.users.find((each) => each.id === Number(user));
      return { status: 200, body: { discordEnabled: true, discordId: found?.discordId ?? null } };
    }
    if (method === "GET" && wisher) return this.#wishesOf(Number(wisher));
    if (method === "POST" && request) {
      if (as !== 3) return { status: 403, body: { status: 403, error: "no permission" } };
      this.decisions.push(`${decision} ${request}`);
      return { status: 200, body: { id: Number(request), status: 2 } };
    }
    if (method === "GET" && path === "/api/v1/user") return this.#page(query);
    if (method === "GET" && path === "/api/v1/search") return this.#search(query.get("query") ?? "");
    if (method === "POST" && path === "/api/v1/request") return this.#request(as, body);
    return undefined;
  }

  #title(kind: string, key: string): Answer {
    const found = this.media[key];
    if (!found) return { status: 500, body: { status: 500, message: "Unable to retrieve movie." } };
    const mediaInfo = found.status === undefined ? {} : { mediaInfo: { id: 1, status: found.status } };
    const [title, date] = kind === "movie" ? ["title", "releaseDate"] : ["name", "firstAirDate"];
    return {
      status: 200,
      body: { [title]: found.title, [date]: found.date, posterPath: "/p.jpg", ...mediaInfo },
    };
  }

  #search(text: string): Answer {
    const found = Object.entries(this.media)
      .filter(([, { title }]) => title.toLowerCase().includes(text.toLowerCase()))
      .map(([key, { title, date }]) => {
        const [mediaType = "", id] = key.split("/");
        const isFilm = mediaType === "movie";
        return {
          id: Number(id),
          mediaType,
          ...(isFilm ? { title, releaseDate: date } : { name: title, firstAirDate: date }),
        };
      });
    const results = [...found, { id: 1, mediaType: "person", name: "Somebody" }];
    return { status: 200, body: { page: 1, totalPages: 1, totalResults: results.length, results } };
  }

  #request(as: number, body: unknown): Answer {
    if (this.refusal) return this.refusal;
    const wish = this.checked(asked, body, "a wish");
    if (!wish) return { status: 400, body: { message: "request/body is wrong" } };
    this.requests.push({ as, ...wish });
    return { status: 201, body: { id: this.requests.length, status: this.waits ? 1 : 2, media: {} } };
  }

  #wishesOf(user: number): Answer {
    const results = this.requests
      .filter(({ as }) => as === user)
      .map(({ mediaType, mediaId }, index) => ({
        id: index,
        status: 2,
        type: mediaType,
        media: { tmdbId: mediaId, mediaType, status: this.media[`${mediaType}/${mediaId}`]?.status ?? 3 },
      }));
    return { status: 200, body: { pageInfo: { pages: 1, page: 1 }, results } };
  }

  #page(query: URLSearchParams): Answer {
    const [take, skip] = [Number(query.get("take")), Number(query.get("skip"))];
    const pages = Math.max(1, Math.ceil(this.users.length / take));
    const results = this.users.slice(skip, skip + take).map(({ id }) => ({ id, displayName: `user ${id}` }));
    return {
      status: 200,
      body: { pageInfo: { pages, page: skip / take + 1, results: this.users.length }, results },
    };
  }
}

/** The calendars of Sonarr and Radarr. */
export class FakeArr extends StrictServer {
  calendar: object[] = [];

  static async start(): Promise<FakeArr> {
    const arr = new FakeArr();
    return arr.listen(({ method, path, query, headers }) => {
      if (headers["x-api-key"] !== ARR_KEY) return { status: 401, body: { error: "Unauthorized" } };
      if (method !== "GET" || path !== "/api/v3/calendar") return undefined;
      const known = ["start", "end", "unmonitored", "includeSeries"];
      for (const name of query.keys())
        if (!known.includes(name)) arr.wrongs.push(`a calendar has no ${name}`);
      return { status: 200, body: arr.calendar };
    });
  }
}
