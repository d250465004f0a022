import type { Hono } from "hono";
import { keyNeeded } from "../../kit/web/index.ts";
import { describe } from "./description.ts";
import type { Feed } from "./feed.ts";
import { routesOf, type Sources } from "./routes.ts";

/** Adds the API: what is private only with the key, and for everybody where there is none, on one's own machine. */
export function addApi(app: Hono, sources: Sources & { feed: Feed; key: string | undefined }): void {
  const { status, feed, key } = sources;
  const routes = routesOf(sources);
  const description = describe(routes);
  app.get("/openapi.json", (context) => context.json(description));
  app.get("/api/events", (context) => feed.listen(context, status.text));
  for (const { path, isPrivate, answers } of routes) {
    const at = path.replaceAll(/\{(\w+)\}/g, ":$1");
    if (isPrivate && key !== undefined) app.use(at, keyNeeded(key));
    app.get(at, async (context) => {
      const answer = await answers(context);
      return answer instanceof Response ? answer : context.json(answer as object);
    });
  }
}
