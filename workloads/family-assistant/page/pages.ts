import { Hono } from "hono";
import { csrf } from "hono/csrf";
import type { Somebody } from "../people/index.ts";
import { addFeed } from "./feed-route.ts";
import { addCalendar, addMe, addPapers, addReminders, addShopping } from "./list-routes.ts";
import { strict } from "./policy.ts";
import type { PagesOptions, Rooms } from "./rooms.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { addTalk } from "./talk-routes.ts";

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
