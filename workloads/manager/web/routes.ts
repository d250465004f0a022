import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { anyKeyNeeded, bodyAs, checked, type Known } from "../../kit/web/index.ts";
import type { Manager } from "../manager.ts";
import { events } from "./events.ts";

const count = z.int().min(0).max(1_000_000);
const demand = z.strictObject({ running: count, waiting: count });
const holder = z.strictObject({ holder: z.string().regex(/^[\w.-]{1,100}$/, "is no name") });
const play = z.strictObject({
  /** `auto`: as the schedule and the card say. */
  mode: z.enum(["on", "off", "auto"]),
  minutes: z.number().positive().max(10_080).optional(),
});

/** For routers, dashboards, buttons and scripts. */
export function routes(manager: Manager, keys: Readonly<Record<string, string>>): Hono<Known> {
  const app = new Hono<Known>();
  app.use(anyKeyNeeded(keys));
  app.get("/status", (context) => context.json(manager.status));
  app.get("/events", (context) => events(context, manager));
  app.put("/models/:name/demand/:holder", async (context) => {
    const model = modelIn(manager, context.req.param("name"));
    const { holder: who } = checked({ holder: context.req.param("holder") }, holder, "address");
    manager.tell(model, who, await bodyAs(context, demand));
    return context.json(shown(manager, model));
  });
  app.post("/models/:name/load", (context) => {
    const model = modelIn(manager, context.req.param("name"));
    manager.load(model);
    return context.json(shown(manager, model), 202);
  });
  app.post("/models/:name/unload", (context) => {
    const model = modelIn(manager, context.req.param("name"));
    manager.unload(model);
    return context.json(shown(manager, model), 202);
  });
  app.put("/gaming", async (context) => {
    const { mode, minutes } = await bodyAs(context, play);
    const until = minutes === undefined ? {} : { until: Date.now() + minutes * 60_000 };
    manager.play(mode === "auto" ? undefined : { mode, by: context.get("caller"), ...until });
    return context.json(manager.status.gaming, 202);
  });
  return app;
}

function modelIn(manager: Manager, name: string): string {
  const names = manager.status.models.map((each) => each.name);
  if (names.includes(name)) return name;
  const asked = name.length > 80 ? `${name.slice(0, 80)}...` : name;
  throw new HTTPException(404, {
    message: `There is no model ${JSON.stringify(asked)}. There are: ${names.join(", ")}.`,
  });
}

function shown(manager: Manager, name: string) {
  return manager.status.models.find((each) => each.name === name);
}
