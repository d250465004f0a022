import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { calendar, reminders } from "../keeping/index.ts";
import type { PagesOptions } from "./rooms.ts";

const DAY_MS = 86_400_000;
const BACK_DAYS = 31;
const AHEAD_DAYS = 400;

/** For programs, which no door lets in: whoever has the address may read this one calendar, and nothing else. */
export function addFeed(app: Hono, { seal, store, household, now }: PagesOptions): void {
  app.get("/feed/:file{.+\\.ics}", async (context) => {
    const token = context.req.param("file").replace(/\.ics$/, "");
    const person = seal.person("calendar", token);
    if (!person)
      throw new HTTPException(403, { message: "This address of a calendar does not work (any more)." });
    const { timeZone: zone } = household;
    const begin = new Date(now().getTime() - BACK_DAYS * DAY_MS);
    const end = new Date(now().getTime() + AHEAD_DAYS * DAY_MS);
    // Read when a phone first asks: until then nobody needs what writes calendars.
    const { feedOf } = await import("../feed.ts");
    const feed = await store.as(person.name, async (query) =>
      feedOf(await calendar(query, zone, begin, end), await reminders(query), {
        of: person.called,
        zone,
        begin,
        end,
      }),
    );
    return context.body(feed, 200, {
      "content-type": "text/calendar; charset=utf-8",
      "cache-control": "private, no-cache",
    });
  });
}
