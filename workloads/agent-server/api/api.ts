import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { anyKeyNeeded, type Known } from "../../kit/web/index.ts";
import type { Person } from "../people.ts";
import { isAway, Refusal } from "../store/index.ts";
import { describe } from "./description.ts";
import { type Parts, routesOf } from "./routes.ts";

/** Adds all that people may ask, each with a key of their own, and what describes it. */
export function addApi(app: Hono, people: ReadonlyMap<string, Person>, parts: Parts): void {
  const routes = routesOf(parts);
  app.get("/openapi.json", (context) => context.json(describe(routes)));
  const keys = Object.fromEntries([...people.values()].map(({ name, key }) => [name, key]));
  app.use("/v1/*", anyKeyNeeded(keys));
  const known = app as unknown as Hono<Known>;
  for (const { method, path, answers } of routes) {
    known[method](path.replaceAll(/\{(\w+)\}/g, ":$1"), async (context) => {
      const person = people.get(context.get("caller"));
      if (!person) throw new Error("a key is known, and its person is not");
      try {
        if (!parts.database.isReady) throw away();
        const answer = await answers(context, person);
        return answer instanceof Response ? answer : context.json(answer as object);
      } catch (error) {
        if (error instanceof Refusal) throw new HTTPException(error.status, { message: error.message });
        throw isAway(error) ? away() : error;
      }
    });
  }
}

function away(): HTTPException {
  return new HTTPException(503, { message: "The database is away. Nothing is lost: ask again soon." });
}
