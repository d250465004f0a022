import { Hono } from "hono";
import { csrf } from "hono/csrf";
import type { Errands } from "../errands.ts";
import type { Papers } from "../papers/index.ts";
import type { Entrance, Household, Seal, Somebody } from "../people/index.ts";
import type { Store } from "../store/index.ts";
import type { Router } from "../talk/index.ts";
import { addFeed } from "./feed-route.ts";
import { addCalendar, addMe, addPapers, addReminders, addShopping } from "./list-routes.ts";
import { strict } from "./policy.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { addTalk } from "./talk-routes.ts";

export interface PagesOptions {
  household: Household;
  seal: Seal;
  entrance: Entrance;
  store: Store;
  router: Router;
  papers: Papers;
  errands: Errands;
  url: string | undefined;
  now(): Date;
}

/** Rooms, all behind the same door. */
export type Rooms = Hono<Somebody>;

export function addPages(app: Hono, options: PagesOptions): void {
  const { entrance, url } = options;
  app.get("/page.css", (context) => context.body(style, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/page.js", (context) =>
    context.body(script, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  app.get("/enter/:token", (context) => {
    entrance.enter(context, context.req.param("token"));
    return context.redirect("/", 303);
  });
  addFeed(app, options);

  const rooms: Rooms = new Hono<Somebody>();
  // Only a page of ours may press a button: another one could else agree to something in a person's name.
  rooms.use(csrf(url === undefined ? {} : { origin: new URL(url).origin }), async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(strict))
      if (!context.res.headers.has(name)) context.header(name, value);
  });
  rooms.use(entrance.needed);
  addTalk(rooms, options);
  addShopping(rooms, options);
  addCalendar(rooms, options);
  addReminders(rooms, options);
  addPapers(rooms, options);
  addMe(rooms, options);
  app.route("/", rooms);
}
