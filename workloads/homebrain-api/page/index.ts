import type { Hono } from "hono";
import { strict } from "../../kit/web/index.ts";
import type { Status } from "../api/index.ts";
import { glance, page } from "./page.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

/** Adds the page. It loads nothing from anywhere else, and nothing runs in it but its own script. */
export function addPage(app: Hono, status: Status): void {
  app.get("/", strict, (context) => context.html(page(status.whole)));
  app.get("/glance", strict, (context) => context.html(glance(status.whole)));
  app.get("/page.css", (context) => context.body(style, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/page.js", (context) =>
    context.body(script, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
}
